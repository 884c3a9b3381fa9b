@{
    IncludeDefaultRules = $true
    ExcludeRules        = @(
        # build.ps1 and the tests talk to a person at a console.
        'PSAvoidUsingWriteHost'
        # dotnet's own words, and what everybody knows by position, such as Join-Path.
        'PSAvoidUsingPositionalParameters'
    )
}
