namespace Turnout.Client.Delivery;

/// <summary>Why the server could not be asked or its answer not be used.</summary>
/// <param name="Code">
/// <c>unreachable</c>, <c>timeout</c>, <c>unauthorized</c> (key wrong or revoked), <c>server_error</c>, <c>invalid_answer</c>, <c>newer_schema</c>,
/// or <c>stream_ended</c>.
/// </param>
/// <param name="Detail">For people; holds no secret.</param>
public sealed record DeliveryProblem(string Code, string Detail);

/// <summary>Carries a <see cref="DeliveryProblem"/> out of a request to the loop that decides what follows.</summary>
internal sealed class DeliveryException(DeliveryProblem problem, Exception? inner = null) : Exception(problem.Detail, inner)
{
    public DeliveryProblem Problem { get; } = problem;
}
