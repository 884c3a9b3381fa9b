@{
    IncludeDefaultRules = $true
    ExcludeRules        = @(
        # build.ps1 and the tests talk to a person at a console.
        'PSAvoidUsingWriteHost'
    )
}
