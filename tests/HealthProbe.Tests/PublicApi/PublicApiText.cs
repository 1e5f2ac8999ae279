using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace HealthProbe.Tests.PublicApi;

/// <summary>The public types and members of an assembly, one a line, in an order that does not depend on the compiler.</summary>
internal static class PublicApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Kind(type)} {Name(type)}{Bases(type)}\n");
            foreach (string member in type.GetMembers(Declared).Where(IsWritten).Select(Describe).Order(StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {member}\n");
            }
        }

        return text.ToString();
    }

    private static bool IsWritten(MemberInfo member) => member switch
    {
        MethodBase { IsSpecialName: true, IsConstructor: false } => false,
        FieldInfo { IsSpecialName: true } => false,
        Type => false,
        _ => !member.IsDefined(typeof(CompilerGeneratedAttribute)) || member is FieldInfo,
    };

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Bases(Type type)
    {
        IEnumerable<Type> bases = type.IsEnum ? [] : type.GetInterfaces();
        if (type.BaseType is Type parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
        {
            bases = bases.Prepend(parent);
        }

        string names = string.Join(", ", bases.Select(Name).Order(StringComparer.Ordinal));
        return names.Length > 0 ? $" : {names}" : "";
    }

    private static string Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method => $"{Static(method.IsStatic)}{Nullable(Name(method.ReturnType), method.ReturnParameter)} {method.Name}({Parameters(method)})",
        PropertyInfo property => $"{Static(property.GetMethod!.IsStatic)}{Nullable(Name(property.PropertyType), property)} {property.Name} {{ get;{Setter(property)} }}",
        EventInfo declared => $"event {Name(declared.EventHandlerType!)} {declared.Name}",
        FieldInfo { IsLiteral: true } constant => string.Create(CultureInfo.InvariantCulture, $"const {Name(constant.FieldType)} {constant.Name} = {constant.GetRawConstantValue()}"),
        FieldInfo field => $"{Static(field.IsStatic)}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)} {field.Name}",
        _ => throw new InvalidOperationException(member.ToString()),
    };

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Setter(PropertyInfo property) => property.SetMethod switch
    {
        { IsPublic: true } setter when setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) => " init;",
        { IsPublic: true } => " set;",
        _ => "",
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string direction = parameter.IsOut ? "out " : "";
        string fallback = parameter.HasDefaultValue ? string.Create(CultureInfo.InvariantCulture, $" = {parameter.DefaultValue ?? "default"}") : "";
        return $"{direction}{Nullable(Name(parameter.ParameterType), parameter)} {parameter.Name}{fallback}";
    }

    private static string Nullable(string name, ICustomAttributeProvider place)
    {
        var context = new NullabilityInfoContext();
        NullabilityInfo info = place is ParameterInfo parameter ? context.Create(parameter) : context.Create((PropertyInfo)place);
        return info.ReadState == NullabilityState.Nullable && !name.EndsWith('?') ? $"{name}?" : name;
    }

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (System.Nullable.GetUnderlyingType(type) is Type underlying)
        {
            return $"{Name(underlying)}?";
        }

        string name = type.Namespace == "System" ? type.Name : type.FullName ?? type.Name;
        return type.IsGenericType
            ? $"{(type.Namespace == "System" ? "" : $"{type.Namespace}.")}{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : name;
    }
}
