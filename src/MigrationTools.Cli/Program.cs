using System.CommandLine;
using MigrationTools.Cli.Demo;

var demo = new Command("demo", "Start the sandbox inside this process and move its sample content from dev to prod.");
demo.SetAction((_, cancellationToken) => DemoCommand.RunAsync(cancellationToken));

var root = new RootCommand("Moves content between environments, for hosts without PowerShell.") { demo };
return await root.Parse(args).InvokeAsync();
