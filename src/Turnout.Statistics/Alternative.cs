namespace Turnout.Statistics;

/// <summary>What a test looks for, always treatment minus control.</summary>
public enum Alternative
{
    /// <summary>A difference in either direction.</summary>
    TwoSided,

    /// <summary>Treatment above control only; the interval has no upper end.</summary>
    Greater,

    /// <summary>Treatment below control only; the interval has no lower end.</summary>
    Less,
}
