using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Assignments;

/// <summary>The SQL of assignments.</summary>
internal sealed class AssignmentStore(Database database, TimeProvider clock)
{
    /// <summary>Makes assignments in one transaction; a unit that has a variant of the experiment keeps it.</summary>
    /// <returns>What each has now, in order.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<Assigned>>> AssignAsync(IReadOnlyList<IReadOnlyList<NewAssignment>> wanted)
    {
        var all = wanted.SelectMany(items => items).ToList();
        var assigned = await database.WriteAsync<Assigned[]>(session => AssignAsync(session, all));
        var parts = new ArraySegment<Assigned>[wanted.Count];
        for (int i = 0, start = 0; i < parts.Length; start += wanted[i].Count, i++) parts[i] = new(assigned, start, wanted[i].Count);
        return [.. parts.Select(part => (IReadOnlyList<Assigned>)part)];
    }

    /// <summary>Makes assignments within a transaction of the caller's.</summary>
    public async Task<Assigned[]> AssignAsync(Session session, List<NewAssignment> wanted)
    {
        // Who comes twice in one group is written once; in an order that all servers share, so that none waits for another in a circle.
        var firsts = wanted.DistinctBy(item => (item.Unit, item.Experiment))
            .OrderBy(item => item.Unit.Environment, StringComparer.Ordinal).ThenBy(item => item.Unit.Unit, StringComparer.Ordinal)
            .ThenBy(item => item.Unit.Id, StringComparer.Ordinal).ThenBy(item => item.Experiment, StringComparer.Ordinal).ToList();
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var made = session.Connection is SqliteConnection ? await InsertEachAsync(session, firsts, now) : await InsertAllAsync(session, firsts, now);
        await CountAsync(session, firsts.Where(item => !item.Synthetic && made.Contains((item.Unit, item.Experiment))));
        var known = new Dictionary<(UnitKey, string), string>();
        var had = firsts.Where(item => !made.Contains((item.Unit, item.Experiment))).Select(item => item.Unit).Distinct().ToList();
        foreach (var (unit, variants) in had.Zip(had.Count == 0 ? [] : await FindAsync(session, had)))
            foreach (var variant in variants) known[(unit, variant.Experiment)] = variant.Variant;
        var answers = new Assigned[wanted.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var item = wanted[i];
            var isNew = made.Remove((item.Unit, item.Experiment));
            if (isNew) known[(item.Unit, item.Experiment)] = item.Variant;
            answers[i] = new Assigned(known[(item.Unit, item.Experiment)], isNew);
        }
        return answers;
    }

    /// <summary>All that units are assigned to: many questions, answered by one look.</summary>
    /// <returns>For each question, for each of its units, in order.</returns>
    public Task<IReadOnlyList<UnitVariant[][]>> OfUnitsAsync(IReadOnlyList<IReadOnlyList<UnitKey>> asked) =>
        database.ReadAsync<IReadOnlyList<UnitVariant[][]>>(async session =>
        {
            var units = asked.SelectMany(each => each).ToList();
            var found = await FindAsync(session, units);
            var answers = new UnitVariant[asked.Count][][];
            for (int i = 0, start = 0; i < answers.Length; start += asked[i].Count, i++) answers[i] = found[start..(start + asked[i].Count)];
            return answers;
        });

    /// <summary>Forgets an experiment's assignments, with the experiment.</summary>
    public static Task DeleteExperimentAsync(Session session, string environment, string experiment) =>
        session.ExecuteAsync("""
            DELETE FROM assignments WHERE environment = @environment AND experiment = @experiment;
            DELETE FROM assignment_counts WHERE environment = @environment AND experiment = @experiment
            """, new { environment, experiment });

    static async Task CountAsync(Session session, IEnumerable<NewAssignment> made)
    {
        // After the assignments and in one order on all servers: who waits for a count holds no other that is waited for.
        foreach (var variant in made.GroupBy(item => (item.Unit.Environment, item.Experiment, item.Variant)).OrderBy(group => group.Key.Environment, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Experiment, StringComparer.Ordinal).ThenBy(group => group.Key.Variant, StringComparer.Ordinal))
        {
            await session.ExecuteAsync("""
                INSERT INTO assignment_counts (environment, experiment, variant, units) VALUES (@Environment, @Experiment, @Variant, @units)
                ON CONFLICT (environment, experiment, variant) DO UPDATE SET units = assignment_counts.units + excluded.units
                """, new { variant.Key.Environment, variant.Key.Experiment, variant.Key.Variant, units = variant.LongCount() });
        }
    }

    static async ValueTask<UnitVariant[][]> FindAsync(Session session, List<UnitKey> units) =>
        session.Connection is SqliteConnection ? FindEach(session, units) : await FindAllAsync(session, units);

    static UnitVariant[][] FindEach(Session session, List<UnitKey> units)
    {
        using var command = (SqliteCommand)session.Connection.CreateCommand();
        command.CommandText = "SELECT experiment, variant FROM assignments WHERE environment = @environment AND unit = @unit AND unit_id = @id";
        var environment = command.Parameters.Add("@environment", SqliteType.Text);
        var unit = command.Parameters.Add("@unit", SqliteType.Text);
        var id = command.Parameters.Add("@id", SqliteType.Text);
        var found = new UnitVariant[units.Count][];
        for (var i = 0; i < found.Length; i++)
        {
            environment.Value = units[i].Environment;
            unit.Value = units[i].Unit;
            id.Value = units[i].Id;
            using var reader = command.ExecuteReader();
            List<UnitVariant>? variants = null;
            while (reader.Read()) (variants ??= []).Add(new UnitVariant(reader.GetString(0), reader.GetString(1)));
            found[i] = variants is null ? [] : [.. variants];
        }
        return found;
    }

    static async Task<UnitVariant[][]> FindAllAsync(Session session, List<UnitKey> units)
    {
        await using var command = (NpgsqlCommand)session.Connection.CreateCommand();
        command.Transaction = (NpgsqlTransaction?)session.Transaction;
        command.CommandText = """
            SELECT asked.place, assignments.experiment, assignments.variant
            FROM unnest($1, $2, $3) WITH ORDINALITY AS asked (environment, unit, unit_id, place)
            JOIN assignments ON assignments.environment = asked.environment AND assignments.unit = asked.unit AND assignments.unit_id = asked.unit_id
            """;
        foreach (var values in (IEnumerable<string[]>)[[.. units.Select(unit => unit.Environment)], [.. units.Select(unit => unit.Unit)], [.. units.Select(unit => unit.Id)]])
            command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var found = new UnitVariant[units.Count][];
        Array.Fill(found, []);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            ref var variants = ref found[reader.GetInt64(0) - 1];
            variants = [.. variants, new UnitVariant(reader.GetString(1), reader.GetString(2))];
        }
        return found;
    }

    static async Task<HashSet<(UnitKey, string)>> InsertEachAsync(Session session, List<NewAssignment> items, long now)
    {
        await using var command = (SqliteCommand)session.Connection.CreateCommand();
        command.CommandText = """
            INSERT INTO assignments (environment, unit, unit_id, experiment, variant, assigned_at, synthetic)
            VALUES (@environment, @unit, @id, @experiment, @variant, @now, @synthetic) ON CONFLICT DO NOTHING
            """;
        var environment = command.Parameters.Add("@environment", SqliteType.Text);
        var unit = command.Parameters.Add("@unit", SqliteType.Text);
        var id = command.Parameters.Add("@id", SqliteType.Text);
        var experiment = command.Parameters.Add("@experiment", SqliteType.Text);
        var variant = command.Parameters.Add("@variant", SqliteType.Text);
        var synthetic = command.Parameters.Add("@synthetic", SqliteType.Integer);
        command.Parameters.AddWithValue("@now", now);
        command.Prepare();
        var made = new HashSet<(UnitKey, string)>(items.Count);
        foreach (var item in items)
        {
            environment.Value = item.Unit.Environment;
            unit.Value = item.Unit.Unit;
            id.Value = item.Unit.Id;
            experiment.Value = item.Experiment;
            variant.Value = item.Variant;
            synthetic.Value = item.Synthetic;
            if (command.ExecuteNonQuery() > 0) made.Add((item.Unit, item.Experiment));
        }
        return made;
    }

    static async Task<HashSet<(UnitKey, string)>> InsertAllAsync(Session session, List<NewAssignment> items, long now)
    {
        await using var command = (NpgsqlCommand)session.Connection.CreateCommand();
        command.Transaction = (NpgsqlTransaction?)session.Transaction;
        command.CommandText = """
            INSERT INTO assignments (environment, unit, unit_id, experiment, variant, assigned_at, synthetic)
            SELECT environment, unit, unit_id, experiment, variant, $7, synthetic
            FROM unnest($1, $2, $3, $4, $5, $6) AS item (environment, unit, unit_id, experiment, variant, synthetic)
            ON CONFLICT DO NOTHING RETURNING environment, unit, unit_id, experiment
            """;
        Add(item => item.Unit.Environment);
        Add(item => item.Unit.Unit);
        Add(item => item.Unit.Id);
        Add(item => item.Experiment);
        Add(item => item.Variant);
        command.Parameters.Add(new NpgsqlParameter { Value = items.Select(item => item.Synthetic).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Boolean });
        command.Parameters.Add(new NpgsqlParameter { Value = now });
        var made = new HashSet<(UnitKey, string)>(items.Count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            made.Add((new UnitKey(reader.GetString(0), reader.GetString(1), reader.GetString(2)), reader.GetString(3)));
        return made;

        void Add(Func<NewAssignment, string> value) =>
            command.Parameters.Add(new NpgsqlParameter { Value = items.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
    }
}
