namespace Turnout.Engine.Bucketing;

/// <summary>Where a context has the id of a kind of unit; made once, so that evaluations compare no names.</summary>
internal readonly struct UnitSource
{
    private readonly Place _place;
    private readonly string _attribute;

    public UnitSource(string unit)
    {
        (_place, _attribute) = unit switch
        {
            "user" => (Place.User, ""),
            "team" => (Place.Team, ""),
            "visitor" => (Place.Visitor, ""),
            EvaluationContext.UserIdName => (Place.UserId, ""),
            _ => (Place.Attribute, unit),
        };
    }

    private enum Place : byte
    {
        User,
        Team,
        Visitor,
        UserId,
        Attribute,
    }

    /// <summary>The unit's id; null when the context does not have it. An empty text is no id.</summary>
    public string? IdIn(EvaluationContext context) =>
        _place == Place.User && context.UserId is { Length: > 0 } userId ? userId : IdElsewhere(context);

    private string? IdElsewhere(EvaluationContext context) => _place switch
    {
        Place.User => NotEmpty(context.TargetingKey),
        Place.Team => NotEmpty(context.TeamId),
        Place.Visitor => NotEmpty(context.VisitorId) ?? NotEmpty(context.TargetingKey),
        Place.UserId => NotEmpty(context.UserId),
        _ => NotEmpty(context.Find(_attribute).ToText()),
    };

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
