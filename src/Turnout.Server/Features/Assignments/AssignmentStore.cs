using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;
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
        var order = new int[wanted.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (x, y) => Compare(wanted[x], wanted[y]) is not 0 and var byUnit ? byUnit : x - y);
        var firsts = new List<NewAssignment>(order.Length);
        var places = new int[order.Length];
        foreach (var i in order)
        {
            if (firsts.Count == 0 || Compare(firsts[^1], wanted[i]) != 0) firsts.Add(wanted[i]);
            places[i] = firsts.Count - 1;
        }

        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var made = session.Connection is SqliteConnection sqlite ? InsertEach(sqlite, firsts, now) : await InsertAllAsync(session, firsts, now);
        await CountAsync(session, firsts.Where((item, i) => made[i] && !item.Synthetic));

        var had = Enumerable.Range(0, made.Length).Where(i => !made[i]).ToList();
        var variants = firsts.ConvertAll(item => item.Variant);
        foreach (var (i, kept) in had.Zip(had.Count == 0 ? [] : await FindAsync(session, had.ConvertAll(i => firsts[i].Unit))))
            variants[i] = kept.Single(variant => variant.Experiment == firsts[i].Experiment).Variant;

        var answers = new Assigned[wanted.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = new Assigned(variants[places[i]], made[places[i]]);
            made[places[i]] = false;
        }
        return answers;
    }

    static int Compare(NewAssignment x, NewAssignment y)
    {
        var order = string.CompareOrdinal(x.Unit.Environment, y.Unit.Environment);
        if (order == 0) order = string.CompareOrdinal(x.Unit.Unit, y.Unit.Unit);
        if (order == 0) order = string.CompareOrdinal(x.Unit.Id, y.Unit.Id);
        return order != 0 ? order : string.CompareOrdinal(x.Experiment, y.Experiment);
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

    /// <returns>For each, in order, whether it was made.</returns>
    static bool[] InsertEach(SqliteConnection connection, List<NewAssignment> items, long now)
    {
        var handle = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(handle, """
            INSERT INTO assignments (environment, unit, experiment, variant, unit_id, synthetic, assigned_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, out var statement));
        var made = new bool[items.Count];
        using (statement)
        {
            // What is bound stays: most of it is the same for all.
            string? environment = null, unit = null, experiment = null, variant = null;
            Check(raw.sqlite3_bind_int64(statement, 7, now));
            for (var i = 0; i < made.Length; i++)
            {
                var item = items[i];
                Bind(1, ref environment, item.Unit.Environment);
                Bind(2, ref unit, item.Unit.Unit);
                Bind(3, ref experiment, item.Experiment);
                Bind(4, ref variant, item.Variant);
                Check(raw.sqlite3_bind_text(statement, 5, item.Unit.Id));
                Check(raw.sqlite3_bind_int(statement, 6, item.Synthetic ? 1 : 0));
                if (raw.sqlite3_step(statement) is not raw.SQLITE_DONE and var code) Check(code);
                made[i] = raw.sqlite3_changes(handle) > 0;
                Check(raw.sqlite3_reset(statement));
            }
            return made;

            void Bind(int index, ref string? bound, string value)
            {
                if (bound == value) return;
                Check(raw.sqlite3_bind_text(statement, index, value));
                bound = value;
            }
        }

        void Check(int code) => SqliteException.ThrowExceptionForRC(code, handle);
    }

    /// <returns>For each, in order, whether it was made.</returns>
    static async Task<bool[]> InsertAllAsync(Session session, List<NewAssignment> items, long now)
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
        return [.. items.Select(item => made.Contains((item.Unit, item.Experiment)))];

        void Add(Func<NewAssignment, string> value) =>
            command.Parameters.Add(new NpgsqlParameter { Value = items.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
    }
}
