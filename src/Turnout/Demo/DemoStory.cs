namespace Turnout.Demo;

/// <summary>What the demo shows: the definitions, in the order in which they can be made.</summary>
internal static class DemoStory
{
    public const string UpgradeButton = "upgrade-button", CookieCats = "cookie-cats", CheckoutCopy = "checkout-copy";

    // A rule says whom it is for, also when that is everyone.
    static readonly object Everyone = new { all = Array.Empty<object>() };

    public static readonly (string Item, object Body)[] Definitions =
    [
        ("segments/beta-testers", new
        {
            description = "People who asked to see things early",
            @if = new { any = new object[] { Is("beta", "equals", true), Is("email", "ends_with", "@example.com") } },
        }),
        ("segments/big-cities", new
        {
            description = "Where the couriers are",
            @if = Is("city", "in", new[] { "Mumbai", "Delhi", "Bangalore" }),
        }),
        ("metrics/upgrades", new { description = "Who upgrades within a week", @event = "upgrade_paid", type = "proportion", window_days = 7, goal = "increase" }),
        ("metrics/upgrade-revenue", new { description = "What a user pays within a week", @event = "upgrade_paid", type = "sum", window_days = 7, goal = "increase" }),
        ("metrics/retention-1", new { description = "Came back a day after the install", @event = "retained_day_1", type = "proportion", window_days = 2, goal = "increase" }),
        ("metrics/retention-7", new { description = "Came back seven days after the install", @event = "retained_day_7", type = "proportion", window_days = 8, goal = "increase" }),
        ("metrics/orders", new { description = "Who orders within a week", @event = "order_placed", type = "proportion", window_days = 7, goal = "increase" }),
        ("flags/booking.enabled", new { description = "Takes bookings at all", type = "boolean", enabled = true, critical = true, tags = new[] { "operations" } }),
        ("flags/payments.enabled", new { description = "Charges cards", type = "boolean", enabled = true, critical = true, tags = new[] { "operations" } }),
        ("flags/checkout.new_ui", new
        {
            description = "New checkout: everyone who tests early, and 20 % of the rest",
            type = "boolean",
            enabled = true,
            rollout = 20,
            deny = new[] { "user-13" },
            rules = new object[] { new { name = "early testers", @if = new { segment = "beta-testers" }, serve = true } },
            tags = new[] { "checkout" },
        }),
        ("flags/delivery.express", new
        {
            description = "Delivery within the hour, where there are couriers",
            type = "boolean",
            enabled = true,
            audience = new { segment = "big-cities" },
            rollout = 100,
        }),
        ("flags/home.banner", new
        {
            description = "Which banner the home page shows",
            type = "string",
            enabled = true,
            variants = new object[] { Variant("none", ""), Variant("spring", "Spring sale"), Variant("pro", "Thank you for being Pro") },
            off_variant = "none",
            rules = new object[]
            {
                new { name = "thank Pro", @if = Is("plan", "equals", "pro"), serve = (object)"pro" },
                new { name = "half see the sale", @if = Is("country", "in", new[] { "DE", "FR", "NL" }), serve = (object)new { split = new { none = 1, spring = 1 } } },
            },
            rollout = 0,
        }),
        ("flags/search.settings", new
        {
            description = "How search ranks",
            type = "json",
            enabled = true,
            variants = new object[] { Variant("classic", new { ranking = "recent", page_size = 20 }), Variant("smart", new { ranking = "relevance", page_size = 30 }) },
            off_variant = "classic",
            rollout = 50,
        }),
        ("flags/profile.avatars", new { description = "Not built yet", type = "boolean", enabled = false }),
        ("experiments", new
        {
            key = UpgradeButton,
            description = "The words on the upgrade button",
            hypothesis = "A button that says why to upgrade brings more upgrades than one that only says how.",
            unit = "user",
            variants = new object[] { Arm("control"), Arm("urgent"), Arm("value") },
            metrics = new[] { "upgrades", "upgrade-revenue" },
        }),
        ("flags/billing.upgrade_button", new
        {
            description = "The text of the upgrade button, driven by the experiment",
            type = "string",
            enabled = true,
            variants = new object[] { Variant("control", "Manage billing"), Variant("urgent", "Upgrade now!"), Variant("value", "Get unlimited projects") },
            off_variant = "control",
            rules = new object[] { new { name = "experiment", @if = Everyone, serve = new { experiment = UpgradeButton } } },
            rollout = 0,
        }),
        ("experiments", new
        {
            key = CookieCats,
            description = "Cookie Cats (Tactile Entertainment): the first gate at level 30 or at level 40; 90,189 players, as published",
            hypothesis = "A later gate keeps more players.",
            unit = "user",
            variants = new object[] { Arm("gate_30"), Arm("gate_40") },
            metrics = new[] { "retention-1", "retention-7" },
            // It was planned for the whole release, and for who stays a week.
            decision = new { planned_units = 90_000, roles = new object[] { new { metric = "retention-7", role = "primary" } } },
        }),
        ("experiments", new
        {
            key = CheckoutCopy,
            description = "A broken test: the new page loses a tenth of its visitors before they are counted",
            hypothesis = "Shorter copy sells more.",
            unit = "user",
            variants = new object[] { Arm("control"), Arm("short") },
            metrics = new[] { "orders" },
        }),
    ];

    public static readonly string[] Experiments = [UpgradeButton, CookieCats, CheckoutCopy];

    static object Is(string attribute, string op, object value) => new { attribute, op, value };

    static object Variant(string key, object value) => new { key, value };

    static object Arm(string key) => new { key, weight = 1 };
}
