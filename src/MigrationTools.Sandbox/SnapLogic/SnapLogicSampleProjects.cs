using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>The sample projects and API versions.</summary>
internal sealed class SnapLogicSampleProjects(SnapLogicState state)
{
    /// <summary>Names that are legal and awkward, and one that is neither legal nor rare.</summary>
    public static IReadOnlyList<string> AwkwardNames { get; } =
        ["100% done", "a%20b", "C+", "Q&A", "it's", "one, two", "C# tools", "Größe und Maß", "注文", "[draft] {1}~"];

    public void Fill()
    {
        OrderSync();
        Invoices();
        PriceLists();
        Awkward();
        Versions();
        Seed();
    }

    /// <summary>Moves whole to prod; its hourly task has no Snaplex there.</summary>
    private void OrderSync()
    {
        const string Path = "/acme/Sales/Order Sync";
        var shared = Account("/acme/shared/shared", "mail_account", "mail.dev.acme.example.com");
        Account("/acme-prod/shared/shared", "mail_account", "mail.acme.example.com");
        var database = Account(Path, "orders_db", "orders.dev.acme.example.com");
        var rest = Account(Path, "rest_account", "api.dev.acme.example.com");
        state.Add(Path, SnapLogicTypes.File, "orders.expr", "{ today: () => Date.now(), vat: 0.19 }");
        state.Add(Path, SnapLogicTypes.File, "mapping.json", """{"order":"id","customer":"name"}""");
        Pipeline(Path, "Read orders", rest);
        Pipeline(Path, "Write orders", database, shared);
        var main = Pipeline(Path, "Order Sync");
        Task(Path, "nightly", main, "acme/rt/ground/main");
        Task(Path, "hourly", main, "acme/rt/cloud/dev");
        // The same name as the pipeline: only the snode id tells them apart.
        Task(Path, "Order Sync", main, "acme/rt/ground/main", enabled: false);
    }

    /// <summary>One pipeline may be read by its owner alone.</summary>
    private void Invoices()
    {
        const string Path = "/acme/Finance/Invoices";
        var ledger = Account(Path, "ledger_db", "ledger.dev.acme.example.com");
        state.Add(Path, SnapLogicTypes.File, "chart.csv", "account;name\n1200;Bank\n");
        var post = Pipeline(Path, "Post invoices", ledger);
        state.Put(Pipeline(Path, "secure_pipeline", ledger) with { Readers = ["finance@example.com"] });
        Task(Path, "month end", post, "acme/rt/ground/main");
    }

    /// <summary>Is in prod as well, where account and task were customised by hand and a pipeline was added.</summary>
    private void PriceLists()
    {
        foreach (var (path, host, pipeline) in new[]
        {
            ("/acme/Sales/Price List", "prices.dev.acme.example.com", "Draft prices"), ("/acme-prod/Sales/Price List", "prices.acme.example.com", "Prod only"),
        })
        {
            var account = Account(path, "prices_db", host);
            var publish = Pipeline(path, "Publish prices", account);
            Pipeline(path, pipeline);
            Task(path, "publish daily", publish, path.StartsWith("/acme-prod", StringComparison.Ordinal) ? "acme-prod/rt/cloud/prod" : "acme/rt/cloud/dev");
        }

        state.Add("/acme/Sales/Price List", SnapLogicTypes.Policy, "Only weekdays", """{"class_id":"com-snaplogic-policy","rule":"weekday"}""");
    }

    /// <summary>A project of awkward names, and awkward names of projects.</summary>
    private void Awkward()
    {
        foreach (var name in AwkwardNames)
        {
            state.Add("/acme/Sales/Names", SnapLogicTypes.Pipeline, name);
            state.Add("/acme/Sales/" + name, SnapLogicTypes.Pipeline, "only one");
        }

        state.Add("/acme/Sales/Names", SnapLogicTypes.File, "Q&A", "the same name as a pipeline");
    }

    private void Versions()
    {
        foreach (var (api, secured) in new[] { ("BookStore", false), ("My User API", true) })
        {
            var path = $"/acme/apim/{api}/1.0";
            state.Put(new SnapLogicFolder(path, "/acme/shared/my-snaplex", Publication.Published));
            var account = Account(path, "store_db", "store.dev.acme.example.com");
            state.Add(path, SnapLogicTypes.File, "openapi.json", """{"openapi":"3.0.1","info":{"title":"Store","version":"1.0"},"paths":{}}""");
            state.Add(path, SnapLogicTypes.Policy, "Basic Authentication", """{"class_id":"com-snaplogic-policy","rule":"basic"}""");
            var list = Pipeline(path, "list", account);
            var order = Pipeline(path, "order", account);
            if (secured) state.Put(order with { Readers = ["owner@example.com"] });
            Task(path, "list_task", list, "acme/rt/ground/main");
        }
    }

    /// <summary>The project of the vendor's own sample.</summary>
    private void Seed()
    {
        const string Path = "/sourceorg/projects/myproject";
        var account = Account(Path, "rest_account", "api.sourceorg.example.com");
        Pipeline(Path, "import_pipe", account);
        state.Put(Pipeline(Path, "secure_pipeline", account) with { SnodeId = "58d172aa411a3e956a84876a", Readers = ["owner@example.com"] });
    }

    private SnapLogicObject Account(string folder, string name, string host)
    {
        var content = new JsonObject
        {
            ["class_id"] = "com-snaplogic-snaps-sql-databaseaccount",
            ["settings"] = new JsonObject { ["hostname"] = host, ["username"] = name, ["password"] = "enc:9f86d081884c7d65" },
        };
        return state.Add(folder, SnapLogicTypes.Account, name, JsonText.Browser(content));
    }

    /// <summary>A pipeline of one snap for each account.</summary>
    private SnapLogicObject Pipeline(string folder, string name, params SnapLogicObject[] accounts)
    {
        var snaps = new JsonObject();
        for (var index = 0; index < accounts.Length; index++)
        {
            snaps[$"11111111-1111-1111-1111-{index:000000000000}"] = new JsonObject
            {
                ["class_id"] = "com-snaplogic-snaps-rest-get",
                ["property_map"] = new JsonObject
                {
                    ["info"] = Value("label", $"REST Get {index + 1}"),
                    ["account"] = new JsonObject
                    {
                        ["account_ref"] = new JsonObject
                        {
                            ["value"] = new JsonObject { ["label"] = new JsonObject { ["value"] = accounts[index].Name }, ["ref_id"] = new JsonObject { ["value"] = accounts[index].SnodeId } },
                        },
                    },
                },
            };
        }

        var content = new JsonObject
        {
            ["class_id"] = "com-snaplogic-pipeline", ["instance_version"] = 1,
            ["property_map"] = new JsonObject { ["info"] = Value("label", name) }, ["snap_map"] = snaps, ["link_map"] = new JsonObject(),
        };
        return state.Add(folder, SnapLogicTypes.Pipeline, name, JsonText.Browser(content));
    }

    private void Task(string folder, string name, SnapLogicObject pipeline, string runtimePathId, bool enabled = true) =>
        state.Put(new SnapLogicObject(folder, SnapLogicTypes.Job, name, state.NextSnodeId(), SnapLogicContent.Of("""{"class_id":"com-snaplogic-job","cron":"0 2 * * *"}"""))
        {
            PipelineId = pipeline.SnodeId, RuntimePathId = runtimePathId, Enabled = enabled,
        });

    private static JsonObject Value(string name, string value) => new() { [name] = new JsonObject { ["value"] = value } };
}
