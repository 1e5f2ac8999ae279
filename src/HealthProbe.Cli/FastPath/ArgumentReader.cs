namespace HealthProbe.Cli.FastPath;

/// <summary>
/// Reads the arguments of the hot path: options <c>-t</c> and <c>-q</c>, and one target. It reads only what the command reads in the same
/// way; for everything else,
/// errors included, it returns false, and the command reads the arguments again.
/// </summary>
/// <param name="environment">The environment, terminated by null.</param>
/// <param name="userAgent">The product name and version that requests contain.</param>
internal unsafe ref struct ArgumentReader(byte** environment, Text userAgent)
{
    private const int MaxArguments = 6;

    private Text _first;
    private Text _second;
    private int _targets;
    private bool _isQuiet;
    private bool _hasTimeout;

    /// <summary>Whether a variable configures the command: those are not for the fast path.</summary>
    public static bool HasOwnVariable(byte** environment)
    {
        for (; *environment != null; environment++)
        {
            Text variable = Text.FromTerminated(*environment);
            if (variable.StartsWith("HEALTHPROBE_"u8) && variable.Last != '=')
            {
                return true;
            }
        }

        return false;
    }

    public bool TryRead(int count, byte** arguments, TextBuffer* memory, Check* check)
    {
        check->Timeout = Check.DefaultTimeout;
        if (count > MaxArguments)
        {
            return false;
        }

        for (int i = 1; i < count; i++)
        {
            if (!TryExpand(Text.FromTerminated(arguments[i]), memory, out Text argument))
            {
                return false;
            }

            if (argument.First != '-')
            {
                if (!TryAddTarget(argument))
                {
                    return false;
                }
            }
            else if (!TryReadQuiet(argument))
            {
                bool isApart = argument.Is("-t"u8) || argument.Is("--timeout"u8);
                Text next = default;
                if (isApart && (++i == count || !TryExpand(Text.FromTerminated(arguments[i]), memory, out next)))
                {
                    return false;
                }

                if (!TryReadTimeout(isApart ? next : ValueOf(argument), check))
                {
                    return false;
                }
            }
        }

        return !memory->IsFull && TargetReader.TryRead(_first, _second, _targets, userAgent, memory, check);
    }

    private bool TryAddTarget(Text argument)
    {
        if (_targets == 0)
        {
            _first = argument;
        }
        else
        {
            _second = argument;
        }

        return ++_targets <= 2 && argument.Length > 0;
    }

    private bool TryReadQuiet(Text argument)
    {
        bool isQuiet = !_isQuiet && (argument.Is("-q"u8) || argument.Is("--quiet"u8));
        _isQuiet |= isQuiet;
        return isQuiet;
    }

    private static Text ValueOf(Text argument)
    {
        int length = argument.StartsWith("--timeout"u8) ? 9 : argument.StartsWith("-t"u8) ? 2 : argument.Length;
        bool hasValue = argument.Length > length + 1 && argument.Start[length] is (byte)'=' or (byte)':';
        return hasValue ? argument.From(length + 1) : default;
    }

    // A number and one unit, such as 500ms, 1.5s, 2. Several units are for the command.
    private bool TryReadTimeout(Text value, Check* check)
    {
        int digits = 0;
        while (digits < value.Length && Text.IsDigit(value.Start[digits]))
        {
            digits++;
        }

        int whole = value.To(digits).ToNumber();
        int thousandths = 0;
        Text unit = value.From(digits);
        if (unit.First == '.')
        {
            int decimals = 1;
            int weight = 100;
            for (; decimals < unit.Length && Text.IsDigit(unit.Start[decimals]); decimals++, weight /= 10)
            {
                thousandths += weight * (unit.Start[decimals] - '0');
            }

            if (decimals is < 2 or > 4)
            {
                return false;
            }

            unit = unit.From(decimals);
        }

        long milliseconds = unit.Is("ms"u8) ? 1
            : unit.Length == 0 || unit.Is("s"u8) ? 1000
            : unit.Is("m"u8) ? 60_000
            : unit.Is("h"u8) ? 3_600_000
            : 0;
        const long MaxMilliseconds = 24L * 3_600_000;
        long thousandthsOfMilliseconds = ((whole * 1000L) + thousandths) * milliseconds;
        if (_hasTimeout || whole < 0 || thousandthsOfMilliseconds is 0 or > MaxMilliseconds * 1000)
        {
            return false;
        }

        _hasTimeout = true;
        check->Timeout = thousandthsOfMilliseconds * 1000;
        return true;
    }

    // ${NAME} and ${NAME:-default}. A dollar sign that means anything else, and a result that looks like an option, are for the command.
    private readonly bool TryExpand(Text text, TextBuffer* memory, out Text expanded)
    {
        expanded = text;
        if (text.IndexOf((byte)'$') < 0)
        {
            return true;
        }

        int start = memory->Length;
        for (int i = 0; i < text.Length; i++)
        {
            if (text.Start[i] != '$')
            {
                memory->Append(text.Start[i]);
                continue;
            }

            Text reference = text.From(i);
            int end = reference.IndexOf((byte)'}');
            if (end < 0 || !reference.StartsWith("${"u8) || !TryResolve(reference.To(end).From(2), out Text value))
            {
                return false;
            }

            memory->Append(value);
            i += end;
        }

        expanded = memory->From(start);
        return !memory->IsFull && expanded.First != '-';
    }

    private readonly bool TryResolve(Text reference, out Text value)
    {
        int length = 0;
        while (length < reference.Length && (Text.IsLetter(reference.Start[length]) || reference.Start[length] == '_'
            || (length > 0 && Text.IsDigit(reference.Start[length]))))
        {
            length++;
        }

        Text rest = reference.From(length);
        bool isFound = TryFind(reference.To(length), out value);
        if (length == 0 || (rest.Length > 0 && !rest.StartsWith(":-"u8)) || rest.IndexOf((byte)'$') >= 0)
        {
            return false;
        }

        if (rest.Length > 0 && value.Length == 0)
        {
            value = rest.From(2);
            return true;
        }

        return isFound;
    }

    private readonly bool TryFind(Text name, out Text value)
    {
        for (byte** each = environment; *each != null; each++)
        {
            Text variable = Text.FromTerminated(*each);
            int equals = variable.IndexOf((byte)'=');
            if (equals == name.Length && equals > 0 && name.IsPrefixOf(variable))
            {
                value = variable.From(equals + 1);
                return true;
            }
        }

        value = default;
        return false;
    }
}
