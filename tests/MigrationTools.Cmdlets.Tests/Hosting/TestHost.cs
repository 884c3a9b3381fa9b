using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace MigrationTools.Cmdlets.Tests.Hosting;

/// <summary>A host whose answers a test gives. One that is not told any throws, as an unattended run does.</summary>
internal sealed class TestHost : PSHost
{
    private readonly TestUserInterface _ui = new();

    /// <summary>Answers a question: the index of the choice. Gets caption, message and the choices' labels.</summary>
    public Func<string, string, IReadOnlyList<string>, int>? OnQuestion
    {
        set => _ui.OnQuestion = value;
    }

    /// <summary>Every question that was asked, as caption and message.</summary>
    public ConcurrentQueue<string> Questions => _ui.Questions;

    /// <summary>Lines written past the streams.</summary>
    public ConcurrentQueue<string> Lines => _ui.Lines;

    /// <summary>Progress as it was shown: activity, status and whether it is over.</summary>
    public ConcurrentQueue<ProgressRecord> Progress => _ui.Progress;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "MigrationTools tests";

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException("Nobody is there.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("Nobody is there.");

    public override void NotifyBeginApplication() { }

    public override void NotifyEndApplication() { }

    public override void SetShouldExit(int exitCode) { }

    /// <summary>Answers each question by the choice whose label begins so ("Yes", "No").</summary>
    public static TestHost Answering(string answer) => new() { OnQuestion = (_, _, choices) => IndexOf(choices, answer) };

    public static int IndexOf(IReadOnlyList<string> choices, string answer)
    {
        for (var i = 0; i < choices.Count; i++)
        {
            if (choices[i].Replace("&", "", StringComparison.Ordinal) == answer) return i;
        }
        throw new InvalidOperationException($"'{answer}' is none of {string.Join(", ", choices)}.");
    }

    private sealed class TestUserInterface : PSHostUserInterface
    {
        public Func<string, string, IReadOnlyList<string>, int>? OnQuestion { get; set; }

        public ConcurrentQueue<string> Questions { get; } = new();

        public ConcurrentQueue<string> Lines { get; } = new();

        public ConcurrentQueue<ProgressRecord> Progress { get; } = new();

        public override PSHostRawUserInterface? RawUI => null;

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Questions.Enqueue($"{caption}\n{message}");
            return OnQuestion?.Invoke(caption, message, [.. choices.Select(choice => choice.Label)])
                ?? throw new PSInvalidOperationException("PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        {
            Questions.Enqueue($"{caption}\n{message}");
            throw new PSInvalidOperationException("PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new PSInvalidOperationException("Nobody is there.");

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
            throw new PSInvalidOperationException("Nobody is there.");

        public override string ReadLine() => throw new PSInvalidOperationException("Nobody is there.");

        public override SecureString ReadLineAsSecureString() => throw new PSInvalidOperationException("Nobody is there.");

        public override void Write(string value) => Lines.Enqueue(value);

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Lines.Enqueue(value);

        public override void WriteDebugLine(string message) { }

        public override void WriteErrorLine(string value) => Lines.Enqueue(value);

        public override void WriteLine(string value) => Lines.Enqueue(value);

        public override void WriteProgress(long sourceId, ProgressRecord record) => Progress.Enqueue(record);

        public override void WriteVerboseLine(string message) { }

        public override void WriteWarningLine(string message) => Lines.Enqueue(message);
    }
}
