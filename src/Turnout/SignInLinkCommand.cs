using System.CommandLine;
using Microsoft.Extensions.Options;
using Turnout.Server.Features.Access;

namespace Turnout;

/// <summary><c>turnout sign-in-link</c>: prints a new one-time sign-in address, also while the server runs.</summary>
internal static class SignInLinkCommand
{
    public static Command Create()
    {
        var json = Voice.JsonOption();
        var data = ServeCommand.DataOption();
        var server = new Option<string>("--server") { Description = "The server's address.", DefaultValueFactory = _ => ServeCommand.DefaultAddress };
        var command = new Command("sign-in-link", "Prints a new one-time sign-in address; those printed before it end.") { json, data, server };
        command.SetAction((arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            return OperatorStore.UseAsync<IServiceProvider>(arguments.GetValue(data), voice, async services =>
            {
                var life = services.GetRequiredService<IOptions<AccessOptions>>().Value.SignInLinkLife;
                var token = await services.GetRequiredService<AccessStore>().CreateSignInLinkAsync(life, cancellation);
                var address = FirstSignIn.SignInAddress(arguments.GetValue(server)!, token);
                voice.Say(new { address }, address);
                return ExitCodes.Done;
            }, cancellation);
        });
        return command;
    }
}
