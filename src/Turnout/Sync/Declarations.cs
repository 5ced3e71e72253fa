using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using Turnout.Engine.Definitions;

namespace Turnout.Sync;

/// <summary>Finds the experiments that an application declares in code.</summary>
internal static class Declarations
{
    const string DeclarationType = "Turnout.Client.ExperimentDeclaration";

    /// <summary>
    /// The declarations of an assembly: all static fields and properties, public or not, of type <c>ExperimentDeclaration</c> or a collection of them. Or of a JSON file with a list of
    /// them, in the form of the experiments API.
    /// </summary>
    /// <exception cref="DeclarationException">There is no such file, it cannot be read, or a declaration is not sound.</exception>
    public static IReadOnlyList<ExperimentDefinition> Read(string path)
    {
        if (!File.Exists(path)) throw new DeclarationException($"There is no file {path}.");
        try
        {
            var texts = Path.GetExtension(path) is ".dll" or ".exe" ? OfAssembly(Path.GetFullPath(path)) : [File.ReadAllText(path)];
            return [.. texts.SelectMany(Parse).DistinctBy(experiment => experiment.Key)];
        }
        catch (Exception exception) when (exception is JsonException or BadImageFormatException or FileLoadException or IOException)
        {
            throw new DeclarationException($"{path}: {exception.Message}", exception);
        }
    }

    static IReadOnlyList<ExperimentDefinition> Parse(string json)
    {
        if (string.IsNullOrWhiteSpace(json)) throw new JsonException("The file is empty.");
        var list = json.TrimStart().StartsWith('[') ? json : $"[{json}]";
        return RulesetDefinition.Parse(Encoding.UTF8.GetBytes($"{{\"environment\":\"\",\"version\":0,\"experiments\":{list}}}")).Experiments;
    }

    static List<string> OfAssembly(string path)
    {
        // The application's own libraries, beside it: its client may be of another version than this program.
        var context = new ApplicationContext(path);
        try
        {
            var texts = new List<string>();
            foreach (var type in TypesOf(context.LoadFromAssemblyPath(path)).Where(type => !type.ContainsGenericParameters))
            {
                const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
                foreach (var member in type.GetFields(Static).Where(field => Declares(field.FieldType) && !field.Name.StartsWith('<'))) texts.AddRange(Texts(member, () => member.GetValue(null)));
                foreach (var member in type.GetProperties(Static).Where(property => Declares(property.PropertyType) && property.GetIndexParameters().Length == 0))
                    texts.AddRange(Texts(member, () => member.GetValue(null)));
            }
            return texts;
        }
        finally
        {
            context.Unload();
        }
    }

    // A type that cannot be loaded declares nothing for us.
    static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    static bool Declares(Type type) =>
        type.FullName == DeclarationType
        || type.GetElementType()?.FullName == DeclarationType
        || (type.IsGenericType && type.GetGenericArguments() is [{ FullName: DeclarationType }] && type.IsAssignableTo(typeof(System.Collections.IEnumerable)));

    static List<string> Texts(MemberInfo member, Func<object?> value)
    {
        try
        {
            var declared = value();
            IEnumerable<object?> declarations = declared is System.Collections.IEnumerable several ? several.Cast<object?>() : [declared];
            return [.. declarations.OfType<object>().Select(declaration => (string)declaration.GetType().GetMethod("ToJson", [])!.Invoke(declaration, null)!)];
        }
        catch (Exception exception) when (exception is TargetInvocationException or TypeInitializationException)
        {
            // The application's own exception, not those around it that say only where it came by.
            var cause = exception.GetBaseException();
            throw new DeclarationException($"{member.DeclaringType}.{member.Name}: {cause.Message}", cause);
        }
    }

    sealed class ApplicationContext(string path) : AssemblyLoadContext(isCollectible: true)
    {
        readonly AssemblyDependencyResolver resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
    }
}

/// <summary>Declarations that cannot be used; the message is for people.</summary>
internal sealed class DeclarationException(string message, Exception? inner = null) : Exception(message, inner);
