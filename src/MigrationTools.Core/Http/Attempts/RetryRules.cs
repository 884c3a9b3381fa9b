using System.Globalization;
using MigrationTools.Core.Errors;
using Polly;
using Polly.Retry;

namespace MigrationTools.Core.Http;

/// <summary>Which failures are worth another attempt, after how long, and what is said about it.</summary>
internal sealed class RetryRules
{
    internal const int MostRetries = 5;

    /// <summary>A 500 is more often about the request than about the moment.</summary>
    private const int RetriesOfPlain500 = 2;

    internal static readonly TimeSpan LongestWish = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan TimeForRetries = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WorthAWarning = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly Func<double> _jitter;
    private readonly ResiliencePipeline<AttemptOutcome> _pipeline;

    internal RetryRules(TimeProvider time, Func<double> jitter)
    {
        _time = time;
        _jitter = jitter;
        _pipeline = new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<AttemptOutcome>
            {
                MaxRetryAttempts = MostRetries,
                ShouldHandle = args => new(args.Outcome.Result is { } outcome && IsWorthIt(outcome, args.AttemptNumber)),
                DelayGenerator = args => new(args.Outcome.Result?.Delay),
                OnRetry = args =>
                {
                    Announce(args.Outcome.Result!, Allowed(args.Outcome.Result!) - args.AttemptNumber);
                    return default;
                },
            })
            .Build();
    }

    internal ValueTask<AttemptOutcome> RunAsync(Call call, Func<Call, ValueTask<AttemptOutcome>> attempt) =>
        _pipeline.ExecuteAsync(static (state, _) => state.attempt(state.call), (call, attempt), call.Stop);

    private bool IsWorthIt(AttemptOutcome outcome, int retries)
    {
        if (outcome.Failure is not { } failure || outcome.IsFinal || !MayRepeat(outcome, failure)) return false;
        if (outcome.Wish > LongestWish) return false;
        if (retries >= Allowed(outcome)) return false;

        var call = outcome.Call;
        call.FirstFailure ??= _time.GetTimestamp();
        var own = Backoff(retries);
        outcome.Delay = outcome.Wish > own ? outcome.Wish.Value : own;
        if (outcome.Wish > own)
        {
            call.WaitedAtWish += outcome.Delay;
            return true;
        }
        return _time.GetElapsedTime(call.FirstFailure.Value) - call.WaitedAtWish + own <= TimeForRetries;
    }

    private static int Allowed(AttemptOutcome outcome) =>
        outcome.Failure?.HttpStatus == 500 ? Math.Min(RetriesOfPlain500, outcome.Call.Request.MostRetries) : outcome.Call.Request.MostRetries;

    private static bool MayRepeat(AttemptOutcome outcome, MigrationException failure)
    {
        var kind = failure.Kind;
        // An explicit 429 says that nothing was done.
        if (kind == ErrorKinds.TooManyRequests) return true;
        if (outcome.Call.IsUnsafe) return outcome.NeverSent && (kind == ErrorKinds.ServerUnreachable || kind == ErrorKinds.RequestTimeout);
        return kind == ErrorKinds.ServerUnreachable || kind == ErrorKinds.RequestTimeout || kind == ErrorKinds.TransferStalled
            || kind == ErrorKinds.AnswerTruncated || (kind == ErrorKinds.ServerError && failure.HttpStatus is not (501 or 505));
    }

    /// <summary>Between the half and the whole of a delay that doubles: many clients that failed together come back apart.</summary>
    private TimeSpan Backoff(int retries)
    {
        var whole = FirstDelay * Math.Pow(2, retries);
        if (whole > LongestDelay) whole = LongestDelay;
        return whole * (0.5 + (0.5 * _jitter()));
    }

    private static void Announce(AttemptOutcome outcome, int triesLeft)
    {
        var call = outcome.Call;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{call.Faults.Operation}: {outcome.Brief}; next try in {outcome.Delay.TotalSeconds:0.#} s{(outcome.Wish == outcome.Delay ? ", as the server asks" : "")} ({triesLeft} {(triesLeft == 1 ? "try" : "tries")} left).");
        if (outcome.Delay > WorthAWarning) call.Observer.Warning(text);
        else call.Observer.Verbose(text);
    }
}
