using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Ramps;
using Turnout.Server.Features.Segments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Drafts;

/// <summary>An item's state, as a draft meets it or leaves it.</summary>
/// <param name="Revision">Null where there is no such item.</param>
/// <param name="Document">Its body as JSON; null where there is none.</param>
/// <param name="Version">The ruleset's version, after an action.</param>
internal readonly record struct ItemState(long? Revision, string? Document, long Version = 0);

/// <summary>Does what drafts ask for, within a transaction of the caller's: by the very calls that make the change at once elsewhere.</summary>
internal sealed class DraftActions(FlagStore flags, SegmentStore segments, ExperimentWrites experiments, HoldoutStore holdouts, RampStore ramps)
{
    /// <summary>The item as it is.</summary>
    public static async Task<ItemState> StateAsync(Session session, string environment, Item item) => item.Kind switch
    {
        Item.FlagKind when await FlagReads.FindAsync(session, environment, item.Key) is { } flag => new(flag.Revision, Document(FlagBody.Of(flag))),
        Item.SegmentKind when await SegmentReads.FindAsync(session, environment, item.Key) is { } segment => new(segment.Revision, Document(SegmentBody.Of(segment))),
        Item.ExperimentKind when await ExperimentReads.FindAsync(session, environment, item.Key) is { } experiment => new(experiment.Revision, Document(ExperimentBody.Of(experiment))),
        Item.HoldoutKind => await HoldoutStore.FindAsync(session, environment) is var row ? new(row.Revision, Document(new HoldoutBody(row.Percent))) : default,
        _ => default,
    };

    /// <summary>Makes the change.</summary>
    /// <returns>The item afterwards; or the problem that the same call would meet; 400 <c>unknown_action</c>.</returns>
    /// <exception cref="JsonException">The change is not what the action takes.</exception>
    public async Task<Result<ItemState>> RunAsync(Session session, DraftRow draft, Author author)
    {
        var (environment, key) = (draft.Environment, draft.Key);
        var options = new SaveOptions(draft.Force, Draft: draft.Id);
        return (draft.Kind, draft.Action) switch
        {
            (Item.FlagKind, "set") => Of(await flags.SetAsync(session, environment, key, Read<FlagRequest>(draft), Precondition.None, author, options)),
            (Item.FlagKind, "enable") => Of(await flags.ToggleAsync(session, environment, key, true, Precondition.None, author)),
            (Item.FlagKind, "delete") => Gone(await flags.DeleteAsync(session, environment, key, Precondition.None, author)),
            (Item.SegmentKind, "set") => (await segments.SetAsync(session, environment, key, Read<SegmentRequest>(draft), Precondition.None, author, options))
                .Map(saved => new ItemState(saved.Value.Revision, Document(SegmentBody.Of(saved.Value)), saved.Version)),
            (Item.SegmentKind, "delete") => Gone(await segments.DeleteAsync(session, environment, key, Precondition.None, author)),
            (Item.ExperimentKind, "edit") => Of(await experiments.EditAsync(session, environment, key, Read<JsonObject>(draft), Precondition.None, author, options)),
            (Item.ExperimentKind, "launch") => Of(await experiments.MoveAsync(session, environment, key, ExperimentLifecycle.Launch, "experiment.launched", Precondition.None, author)),
            (Item.ExperimentKind, "resume") => Of(await experiments.MoveAsync(session, environment, key, ExperimentLifecycle.Resume, "experiment.resumed", Precondition.None, author)),
            (Item.ExperimentKind, "conclude") => Of(await experiments.ConcludeAsync(session, environment, key, Read<ConcludeRequest>(draft), Precondition.None, author)),
            (Item.ExperimentKind, "delete") => Gone(await experiments.DeleteAsync(session, environment, key, null, Precondition.None, author)),
            (Item.HoldoutKind, "set") => (await holdouts.SetAsync(session, environment, Read<HoldoutBody>(draft).Percent, Precondition.None, author))
                .Map(saved => new ItemState(saved.Value.Revision, Document(new HoldoutBody(saved.Value.Percent)), saved.Version)),
            (Item.FlagKind or Item.ExperimentKind, "ramp") => await RampedAsync(session, draft,
                await ramps.SetAsync(session, environment, new Item(draft.Kind, key), Read<RampRequest>(draft), Precondition.None, author)),
            (Item.FlagKind or Item.ExperimentKind, "resume_ramp") => await RampedAsync(session, draft,
                await ramps.MoveAsync(session, environment, new Item(draft.Kind, key), pause: false, Precondition.None, author)),
            _ => Problem.Invalid("unknown_action", "action", $"'{draft.Action}' is nothing that a draft can do to a {draft.Kind}."),
        };
    }

    static Result<ItemState> Of(Result<Saved<Flag>> saved) => saved.Map(flag => new ItemState(flag.Value.Revision, Document(FlagBody.Of(flag.Value)), flag.Version));

    static Result<ItemState> Of(Result<Saved<Experiment>> saved) =>
        saved.Map(experiment => new ItemState(experiment.Value.Revision, Document(ExperimentBody.Of(experiment.Value)), experiment.Version));

    static Result<ItemState> Gone(Result<long> version) => version.Map(raised => new ItemState(null, null, raised));

    /// <summary>A ramp changes its item only later, step by step; until then the item's document names it.</summary>
    static async Task<Result<ItemState>> RampedAsync(Session session, DraftRow draft, Result<RampRow> ramp)
    {
        if (!ramp.TryGet(out var row, out var problem)) return problem;
        var state = await StateAsync(session, draft.Environment, new Item(draft.Kind, draft.Key));
        var document = JsonNode.Parse(state.Document!)!.AsObject();
        document["ramp"] = string.Join(" → ", row.Ramp.Steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Percent:0.###} %")));
        return state with { Document = document.ToJsonString(Wire.Json), Version = (await EnvironmentStore.FindAsync(session, draft.Environment))!.Version };
    }

    static T Read<T>(DraftRow draft) => JsonSerializer.Deserialize<T>(draft.Change.Length == 0 ? "{}" : draft.Change, Wire.Json)
        ?? throw new JsonException("'change' is what the call of the action takes: an object.");

    static string Document<T>(T body) => JsonSerializer.Serialize(body, Wire.Json);
}
