using System.Security.Cryptography;
using System.Text;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>What the switches come to: rows left to the generation are decided here.</summary>
internal sealed class OptimizeRules(OptimizeSwitches switches)
{
    public OptimizeSwitches Switches => switches;

    public bool ValidationIsServerError => Choose(switches.ValidationFailures,
        ValidationFailures.ServerError, ValidationFailures.BadRequest, ValidationFailures.BadRequest) == ValidationFailures.ServerError;

    public bool IndexMismatchIsRich => Choose(switches.IndexMismatchCode,
        IndexMismatchCode.Plain, IndexMismatchCode.Rich, IndexMismatchCode.Plain) == IndexMismatchCode.Rich;

    public UnknownCollection UnknownCollection => Choose(switches.UnknownCollection,
        UnknownCollection.ServerError, UnknownCollection.NotFound, UnknownCollection.NotFoundEarly);

    public bool DetailHasFramework => switches.DetailForm == DetailForm.Framework && switches.Generation != Generation.V87;

    public int VoidStatus => Choose(switches.VoidStatus,
        Optimize.VoidStatus.EmptyOk, Optimize.VoidStatus.NoContent, Optimize.VoidStatus.EmptyOk) == Optimize.VoidStatus.NoContent ? 204 : 200;

    public bool ResultFailureIsServerError => Choose(switches.ResultFailures,
        ResultFailures.ServerError, ResultFailures.Own, ResultFailures.ServerError) == ResultFailures.ServerError;

    /// <summary>Arguments that are checked by annotation are never bound: labels, and limits of a result page.</summary>
    public bool ArgumentsFail => Choose(switches.Labels, Labels.AlwaysFail, Labels.Work, Labels.Work) == Labels.AlwaysFail;

    public MalformedExport MalformedExport => Choose(switches.MalformedExport,
        MalformedExport.ServerError, MalformedExport.Text, MalformedExport.Json);

    public bool VariableFiltersChecked => Choose(switches.VariableFilterCheck,
        VariableFilterCheck.On, VariableFilterCheck.On, VariableFilterCheck.Off) == VariableFilterCheck.On;

    public bool NamesLimited => Choose(switches.NameLimit, NameLimit.Off, NameLimit.Off, NameLimit.On) == NameLimit.On;

    public CollectionEndpoints CollectionEndpoints => Choose(switches.CollectionEndpoints,
        CollectionEndpoints.OwnerUnchecked, CollectionEndpoints.Off, CollectionEndpoints.OwnerChecked);

    public bool TakesStaticToken => switches.Tokens == Tokens.Static || (switches.Tokens == Tokens.ByGeneration && switches.Generation != Generation.V810);

    public bool TakesJwt => switches.Tokens is Tokens.Jwt or Tokens.ByGeneration;

    public string Audience => switches.Audience ?? (switches.ClusterId is null ? "optimize-api" : "optimize.camunda.io");

    public bool WrongContentTypeIsServerError => Choose(switches.WrongContentType,
        WrongContentType.ServerError, WrongContentType.UnsupportedMediaType, WrongContentType.ServerError) == WrongContentType.ServerError;

    public bool UnknownPathIsServerError => Choose(switches.UnknownPath,
        UnknownPath.ServerError, UnknownPath.NotFound, UnknownPath.ServerError) == UnknownPath.ServerError;

    /// <summary>Up to 8.7 the frame is JAX-RS, which reads no body as an empty set.</summary>
    public bool MissingBodyIsEmptySet => switches.Generation == Generation.V87;

    public bool DeletesDefinitions => switches.Generation == Generation.V810;

    public bool ChecksPermission => switches.Generation == Generation.V810;

    /// <summary>Things that have an id, in the order in which this server gives them.</summary>
    public IEnumerable<T> Order<T>(IEnumerable<T> items, Func<T, string> id) => switches.ItemOrder == ItemOrder.Fixed
        ? items : items.OrderBy(item => Place(id(item))).ToList();

    /// <summary>A number that depends on the id and the seed alone.</summary>
    public ulong Place(string id) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(switches.Seed + "/" + id)));

    private T Choose<T>(T wanted, T v88, T v87, T v810)
        where T : struct, Enum => !EqualityComparer<T>.Default.Equals(wanted, default) ? wanted : switches.Generation switch
        {
            Generation.V87 => v87,
            Generation.V810 => v810,
            _ => v88,
        };
}
