using System.CommandLine;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Cohort;
using Turnout.Server.Hosting;

namespace Turnout;

/// <summary><c>turnout cohort add|remove|list</c>: the seeder's hand on the test cohort, on the server's own machine.</summary>
internal static class CohortCommand
{
    static readonly Author Author = new("cli");

    public static Command Create() => new("cohort", "Marks users and teams as synthetic: they work like all others and leave no trace in results.")
    {
        Change("add", "Marks a user or team as synthetic.", (store, member, cancellation) => store.AddAsync(member, Author, cancellation), "is in the test cohort", "was in the test cohort already"),
        Change("remove", "Makes a user or team an ordinary one again.", (store, member, cancellation) => store.RemoveAsync(member, Author, cancellation), "is no longer in the test cohort", "was not in the test cohort"),
        List(),
    };

    static Command Change(
        string name, string description, Func<CohortStore, CohortMember, CancellationToken, Task<Result<bool>>> change, string done, string nothingToDo)
    {
        var unit = new Argument<string>("unit") { Description = "user or team" };
        unit.AcceptOnlyFromAmong(CohortMember.User, CohortMember.Team);
        var ids = new Argument<string[]>("id") { Description = "One id or more.", Arity = ArgumentArity.OneOrMore };
        var (environment, json, data) = Options();
        var command = new Command(name, description) { unit, ids, environment, json, data };
        command.SetAction((arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            return OperatorStore.UseAsync<CohortStore>(arguments.GetValue(data), voice, async store =>
            {
                foreach (var id in arguments.GetValue(ids)!)
                {
                    var member = new CohortMember(arguments.GetValue(environment)!, arguments.GetValue(unit)!, id);
                    var problem = member.Check();
                    var changed = false;
                    if (problem is null) (await change(store, member, cancellation)).TryGet(out changed, out problem);
                    if (problem is not null) return voice.Fail(problem);
                    voice.Say(new { unit = member.Unit, id, changed }, $"{member.Unit} {id} {(changed ? done : nothingToDo)}");
                }
                return ExitCodes.Done;
            }, cancellation);
        });
        return command;
    }

    static Command List()
    {
        var (environment, json, data) = Options();
        var command = new Command("list", "Prints the synthetic users and teams, one a line.") { environment, json, data };
        command.SetAction((arguments, cancellation) =>
        {
            var voice = Voice.Of(arguments, json);
            return OperatorStore.UseAsync<CohortStore>(arguments.GetValue(data), voice, async store =>
            {
                var wanted = arguments.GetValue(environment);
                foreach (var row in (await store.AllAsync(cancellation)).Where(row => row.Environment == wanted).OrderBy(row => (row.Unit, row.Id)))
                    voice.Say(new { unit = row.Unit, id = row.Id }, $"{row.Unit}\t{row.Id}");
                return ExitCodes.Done;
            }, cancellation);
        });
        return command;
    }

    static (Option<string> Environment, Option<bool> Json, Option<string?> Data) Options() => (
        new("--environment") { Description = "The environment.", DefaultValueFactory = _ => "production" },
        new("--json") { Description = "Answer in JSON, one object a line." },
        ServeCommand.DataOption());
}
