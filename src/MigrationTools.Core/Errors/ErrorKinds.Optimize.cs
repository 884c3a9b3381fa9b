using static MigrationTools.Core.Errors.ErrorClass;

namespace MigrationTools.Core.Errors;

// What Camunda Optimize alone can complain about.
public static partial class ErrorKinds
{
    public static readonly ErrorKind CollectionNotFound = new("CollectionNotFound", ObjectNotFound,
        "The target has no collection of this id.",
        "Give the id of one that exists: it stands in the address of the collection's page, and Get-OptimizeCollection lists them where the release can.");
    public static readonly ErrorKind CollectionMissing = new("CollectionMissing", InvalidArgument,
        "An import needs a collection, and none was named.",
        "Give -CollectionId, the id in the address of the collection's page.");
    public static readonly ErrorKind CollectionsUnavailable = new("CollectionsUnavailable", InvalidOperation,
        "The server does not list collections; releases do from about 8.8 on.",
        "Take the collection's id from the address of its page.");
    public static readonly ErrorKind IndexVersionMismatch = new("IndexVersionMismatch", InvalidOperation,
        "The items of the package are of another index version than the target speaks.",
        "Export from a release that writes the numbers that the target speaks, or bring both to the same release.");
    public static readonly ErrorKind DefinitionMissing = new("DefinitionMissing", ObjectNotFound,
        "A process or decision definition that a report needs is not on the target.",
        "Deploy it where the target imports its data from; a report of Camunda 7 (tenant null) does not find a definition of Camunda 8 (tenant <default>).");
    public static readonly ErrorKind ScopeConflict = new("ScopeConflict", InvalidOperation,
        "A definition or tenant of a report is not in the data sources of the collection.",
        "Add it to the collection's data sources, or choose another collection.");
    public static readonly ErrorKind PackageIncomplete = new("PackageIncomplete", InvalidData,
        "A dashboard or combined report of the package refers to a report that is not in it.",
        "Export it again from the source; if the file was edited by hand, put the report back.");
    public static readonly ErrorKind EntityNotImportable = new("EntityNotImportable", InvalidData,
        "An item of the package is of a kind or shape that no target imports.",
        "Leave it out, or mend it at the source and export again.");
    public static readonly ErrorKind VariableFilterRefused = new("VariableFilterRefused", InvalidOperation,
        "The target's release cannot import dashboards with variable filters.",
        "Remove the variable filters of the dashboard at the source, export again and add them on the target; or upgrade the target.");
    public static readonly ErrorKind BrokenReference = new("BrokenReference", InvalidData,
        "A dashboard or combined report refers to a report that is gone.",
        "Open it in the user interface, remove the empty tile or part, and save.");
    public static readonly ErrorKind ImportBroken = new("ImportBroken", InvalidOperation,
        "The target's release loses the body of every import (camunda/camunda issue 36419).",
        "Upgrade the target to a release where that is fixed, or import the file in its user interface.");
    public static readonly ErrorKind OldNotDeleted = new("OldNotDeleted", InvalidOperation,
        "The new item is there, and the old one could not be deleted.",
        "Delete the old one with Remove-OptimizeDashboard or Remove-OptimizeReport, or in the user interface.");
}
