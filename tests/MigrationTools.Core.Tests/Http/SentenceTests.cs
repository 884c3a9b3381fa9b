using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Tests.Http;

public class SentenceTests
{
    [Theory]
    [InlineData("prod refused: Unauthorized", "prod refused: Unauthorized. Do this.")]
    [InlineData("prod refused: it gives no reason.", "prod refused: it gives no reason. Do this.")]
    [InlineData("Is it there?", "Is it there? Do this.")]
    [InlineData("It was cut off…", "It was cut off… Do this.")]
    public void What_a_server_says_does_not_run_into_what_to_do(string what, string message) =>
        Assert.Equal(message, new MigrationException(ErrorKinds.RequestRejected, what, "Do this.").Message);
}
