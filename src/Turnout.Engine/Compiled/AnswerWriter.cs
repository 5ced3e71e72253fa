using System.Buffers;

namespace Turnout.Engine;

/// <summary>Writes answers by copying parts that were encoded at load.</summary>
internal static class AnswerWriter
{
    // ,"reason":"SPLIT"}
    private static readonly byte[][] Reasons =
        [.. Enum.GetValues<Reason>().Select(reason => (byte[])[.. ",\"reason\":"u8, .. RulesetVariant.JsonText(reason.ToWire()), (byte)'}'])];

    public static void WriteFlags(IBufferWriter<byte> output, RulesetFlag[] flags, EvaluationContext context, IStoredAssignments? stored)
    {
        var writer = new Chunk(output);
        writer.Write("{"u8);
        for (var i = 0; i < flags.Length; i++)
            WriteFlag(ref writer, flags[i].AnswerJson.AsSpan(i > 0 ? 0 : 1), flags[i].Evaluate(context, stored));

        writer.Write("}"u8);
        writer.Flush();
    }

    private static void WriteFlag(ref Chunk writer, ReadOnlySpan<byte> start, in Evaluation evaluation)
    {
        writer.Write(start);
        writer.Write(evaluation.Variant!.AnswerJson);
        var reason = Reasons[(int)evaluation.Reason];
        if (evaluation.DrivenBy is not { } experiment)
        {
            writer.Write(reason);
            return;
        }

        writer.Write(reason.AsSpan(0, reason.Length - 1));
        writer.Write(",\"experiment\":"u8);
        writer.Write(experiment.KeyJson);
        writer.Write("}"u8);
    }

    public static void WriteExperiments(
        IBufferWriter<byte> output, RulesetExperiment[] experiments, EvaluationContext context, IStoredAssignments? stored)
    {
        var writer = new Chunk(output);
        writer.Write("{"u8);
        var first = true;
        foreach (var experiment in experiments)
        {
            var decision = experiment.Decide(context, stored);
            if (!decision.IsIn) continue;
            if (!first) writer.Write(","u8);
            first = false;
            writer.Write(experiment.Arms[decision.ArmIndex].AnswerJson);
        }

        writer.Write("}"u8);
        writer.Flush();
    }

    /// <summary>Asks the output for memory in large pieces, so that each small part is one copy.</summary>
    private ref struct Chunk(IBufferWriter<byte> output)
    {
        private Span<byte> _free = output.GetSpan(4096);
        private int _used;

        public void Write(ReadOnlySpan<byte> part)
        {
            if (part.Length > _free.Length - _used)
            {
                Flush();
                _free = output.GetSpan(Math.Max(4096, part.Length));
            }

            part.CopyTo(_free[_used..]);
            _used += part.Length;
        }

        public void Flush()
        {
            output.Advance(_used);
            _used = 0;
            _free = default;
        }
    }
}
