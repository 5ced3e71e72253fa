using System.CommandLine;
using Microsoft.Extensions.Options;
using Turnout.Server.Features.Access;

namespace Turnout;

/// <summary><c>turnout sign-in-link</c>: prints a new one-time sign-in address, also while the server runs.</summary>
internal static class SignInLinkCommand
{
    public static Command Create()
    {
        var data = ServeCommand.DataOption();
        var server = new Option<string>("--server") { Description = "The server's address.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var command = new Command("sign-in-link", "Prints a new one-time sign-in address; those printed before it end.") { data, server };
        command.SetAction((arguments, cancellation) => OperatorStore.UseAsync<IServiceProvider>(arguments.GetValue(data), async services =>
        {
            var life = services.GetRequiredService<IOptions<AccessOptions>>().Value.SignInLinkLife;
            var token = await services.GetRequiredService<AccessStore>().CreateSignInLinkAsync(life, cancellation);
            Console.WriteLine(FirstSignIn.SignInAddress(arguments.GetValue(server)!, token));
            return 0;
        }, cancellation));
        return command;
    }
}
