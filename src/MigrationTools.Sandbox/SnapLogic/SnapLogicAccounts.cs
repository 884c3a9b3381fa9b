using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>The settings of accounts.</summary>
internal static class SnapLogicAccounts
{
    /// <summary>The settings, secrets blank.</summary>
    public static JsonObject Template(SnapLogicObject account)
    {
        var settings = Settings(account)?.DeepClone().AsObject() ?? [];
        if (settings.ContainsKey("password")) settings["password"] = "";
        return settings;
    }

    /// <summary>The account with the settings that an import's <c>file_account</c> gives it by name.</summary>
    public static SnapLogicObject Changed(SnapLogicObject account, JsonArray changes)
    {
        var change = changes.OfType<JsonObject>().FirstOrDefault(item => (string?)item["name"] == account.Name);
        if (change?["settings"] is not JsonObject wanted || JsonText.TryNode(account.Content.Text) is not JsonObject content) return account;
        var settings = content["settings"] as JsonObject ?? [];
        foreach (var (name, value) in wanted) settings[name] = value?.DeepClone();
        content["settings"] = settings.Parent is null ? settings : settings.DeepClone();
        return account with { Content = SnapLogicContent.Of(JsonText.Browser(content)) };
    }

    private static JsonObject? Settings(SnapLogicObject account) => (JsonText.TryNode(account.Content.Text) as JsonObject)?["settings"] as JsonObject;
}
