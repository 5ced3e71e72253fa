using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Shop;

/// <summary>Someone who can sign in to the sample. There are no passwords: it is a sample.</summary>
internal sealed record ShopPerson(string Id, string Team, string Plan)
{
    private static readonly ShopPerson[] Everyone =
    [
        new("ada", "team-1", "individual"),
        new("ben", "team-1", "individual"),
        new("eve", "team-2", "teams"),
        new("kim", "team-3", "organization"),
    ];

    public static ShopPerson? Find(string id) => Array.Find(Everyone, person => person.Id == id);

    public ClaimsIdentity ToIdentity() =>
        new([new Claim("sub", Id), new Claim("team_id", Team), new Claim("plan", Plan)], CookieAuthenticationDefaults.AuthenticationScheme);
}
