using System.Collections.Immutable;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>What a control plane starts with: orgs, people, Snaplexes; projects are a matter of <see cref="SnapLogicSampleProjects"/>.</summary>
internal sealed class SnapLogicSamples(SandboxOptions options)
{
    public const string Dev = "acme";
    public const string Prod = "acme-prod";

    private const string Staging = "acme-staging";

    /// <summary>An org that dev does not trust.</summary>
    private const string Lab = "acme-lab";

    /// <summary>An org without basic authentication.</summary>
    private const string Sso = "acme-sso";

    public void Fill(SnapLogicState state)
    {
        Orgs(state);
        People(state);
        Plexes(state);
        new SnapLogicSampleProjects(state).Fill();
        Scaled(state);
        Large(state);
    }

    private static void Orgs(SnapLogicState state)
    {
        state.Put(new SnapLogicOrg(Dev) { Trusted = [Prod, Staging, Sso] });
        state.Put(new SnapLogicOrg(Staging) { Trusted = [Prod] });
        state.Put(new SnapLogicOrg(Prod, SecurityLevel.Enhanced) { Trusted = [Dev] });
        state.Put(new SnapLogicOrg(Lab));
        state.Put(new SnapLogicOrg(Sso) { BasicDisabled = true });
        state.Put(new SnapLogicOrg("sourceorg") { Trusted = ["destorg"] });
        state.Put(new SnapLogicOrg("destorg"));
        foreach (var org in state.Orgs)
        {
            state.AddSpace($"/{org.Name}/shared");
            state.Put(new SnapLogicFolder($"/{org.Name}/shared/shared"));
        }

        foreach (var org in new[] { Dev, Staging, Prod, Lab, Sso })
        {
            foreach (var space in new[] { "Sales", "Finance" })
            {
                state.AddSpace($"/{org}/{space}");
                state.Put(new SnapLogicFolder($"/{org}/{space}/shared"));
            }
        }

        state.AddSpace("/destorg/projects");
    }

    private static void People(SnapLogicState state)
    {
        ImmutableHashSet<string> deployed = [Dev, Staging, Prod, Lab, Sso];
        state.Put(new SnapLogicUser("admin@example.com", "admin-password") { AdminOf = [.. deployed, "sourceorg", "destorg"] });
        state.Put(new SnapLogicUser("svc-deploy@example.com", "deploy-password") { AdminOf = deployed });
        state.Put(new SnapLogicGrant("/sourceorg", "USER", "svc-deploy@example.com", "RX"));
        state.Put(new SnapLogicGrant("/destorg", "USER", "svc-deploy@example.com", "RWX"));
        state.Put(new SnapLogicUser("developer@example.com", "developer-password") { Groups = ["developers"] });
        state.Put(new SnapLogicGrant("/" + Dev, "GROUP", "developers", "RX"));
        state.Put(new SnapLogicGrant("/" + Prod, "USER", "developer@example.com", "RW"));
        state.Put(new SnapLogicUser("reader@example.com", "reader-password"));
        state.Put(new SnapLogicGrant("/" + Dev, "USER", "reader@example.com", "R"));
        state.Put(new SnapLogicUser("locked@example.com", "locked-password") { Locked = true, AdminOf = deployed });
    }

    /// <summary>The Groundplexes have the same location and environment in every org; the Cloudplexes do not.</summary>
    private static void Plexes(SnapLogicState state)
    {
        foreach (var org in new[] { Dev, Staging, Prod })
        {
            state.Put(new SnapLogicPlex($"/{org}/shared/my-snaplex", "ground", "main", true, "", [$"jcc-1.{org}.example.com", $"jcc-2.{org}.example.com"]));
            state.Put(new SnapLogicPlex($"/{org}/shared/cloud", "cloud", org == Prod ? "prod" : "dev", false, "", [$"cc-1.{org}.example.com"]));
        }

        state.Put(new SnapLogicPlex($"/{Prod}/shared/balanced", "cloud", "balanced", false, "https://apis.acme-prod.example.com", ["cc-2.acme-prod.example.com"]));
        state.Put(new SnapLogicPlex($"/{Prod}/Sales/shared/sales-plex", "ground", "sales", true, "", ["jcc-3.acme-prod.example.com"]));
    }

    private void Scaled(SnapLogicState state)
    {
        if (options.Scale > 0) state.AddProject($"/{Dev}/Scale/Many", options.Scale);
    }

    private void Large(SnapLogicState state)
    {
        if (options.LargeAssetBytes <= 0) return;
        for (var index = 0; index < options.LargeAssets; index++)
        {
            state.Put(new SnapLogicObject($"/{Dev}/Media/Films", SnapLogicTypes.File, $"film {index + 1}.bin", state.NextSnodeId(),
                SnapLogicContent.Made(options.LargeAssetBytes, index)));
        }
    }
}
