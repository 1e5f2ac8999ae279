namespace HealthProbe.Cli.FastPath;

/// <summary>Reads a target with a literal address, and writes the address and the request that it means.</summary>
internal static unsafe class TargetReader
{
    private const int DefaultPort = 8000;
    private const int DefaultHttpPort = 80;
    private const int DefaultRedisPort = 6379;
    private const int DefaultMemcachedPort = 11211;
    private const int MaxPort = 65535;
    private const int MaxUnixPathBytes = 107;
    private const int InetAddressBytes = 16;
    private const int Inet6AddressBytes = 28;

    /// <summary>Reads no target, one, or a host and its port.</summary>
    public static bool TryRead(Text first, Text second, int count, Text userAgent, TextBuffer* memory, Check* check) => count switch
    {
        0 => TryWriteAddress(Text.FromLiteral("127.0.0.1"u8), DefaultPort, check),
        2 => IsHost(first) && TryWriteAddress(first, ToPort(second), check),
        _ when first.StartsWith("http://"u8) => TryReadHttp(first.From(7), userAgent, memory, check),
        _ when first.StartsWith("redis://"u8) =>
            TryReadService(first.From(8), DefaultRedisPort, CheckKind.Redis, Text.FromLiteral("*1\r\n$4\r\nPING\r\n"u8), check),
        _ when first.StartsWith("memcached://"u8) =>
            TryReadService(first.From(12), DefaultMemcachedPort, CheckKind.Memcached, Text.FromLiteral("version\r\n"u8), check),
        _ when first.StartsWith("tcp://"u8) => TryReadAuthority(WithoutSlash(first.From(6)), DefaultPort, check, out _),
        _ when first.StartsWith("unix:///"u8) => TryReadUnix(first.From(7), check),
        _ when first.First == ':' => TryWriteAddress(Text.FromLiteral("127.0.0.1"u8), ToPort(first.From(1)), check),
        _ when ToPort(first) >= 0 => TryWriteAddress(Text.FromLiteral("127.0.0.1"u8), ToPort(first), check),
        _ => TryReadAuthority(first, DefaultPort, check, out _),
    };

    // Of two arguments the first is a host, unless it has a port of its own: then they are two targets.
    private static bool IsHost(Text text)
    {
        int colon = text.IndexOf((byte)':');
        return colon < 0 || text.From(colon + 1).IndexOf((byte)':') >= 0;
    }

    private static Text WithoutSlash(Text authority) => authority.Last == '/' ? authority.To(authority.Length - 1) : authority;

    private static int ToPort(Text text)
    {
        int port = text.ToNumber();
        return port is > 0 and <= MaxPort ? port : -1;
    }

    private static bool TryReadAuthority(Text authority, int port, Check* check, out int readPort)
    {
        readPort = port;
        Text host = authority;
        bool isBracketed = authority.First == '[';
        int end = isBracketed ? authority.IndexOf((byte)']') : authority.IndexOf((byte)':');
        if (isBracketed)
        {
            if (end < 0)
            {
                return false;
            }

            host = authority.From(1).To(end - 1);
            end = end + 1 < authority.Length ? end + 1 : -1;

            // Brackets are for IPv6 only.
            if (host.IndexOf((byte)':') < 0)
            {
                return false;
            }
        }

        if (end >= 0)
        {
            readPort = authority.Start[end] == ':' ? ToPort(authority.From(end + 1)) : -1;
            host = isBracketed ? host : authority.To(end);
        }

        return TryWriteAddress(host, readPort, check);
    }

    private static bool TryReadService(Text rest, int port, CheckKind kind, Text request, Check* check)
    {
        check->Kind = kind;
        check->Request = request;
        return TryReadAuthority(WithoutSlash(rest), port, check, out _);
    }

    private static bool TryReadHttp(Text rest, Text userAgent, TextBuffer* memory, Check* check)
    {
        int end = 0;
        while (end < rest.Length && rest.Start[end] is not ((byte)'/' or (byte)'?' or (byte)'#'))
        {
            end++;
        }

        Text authority = rest.To(end);
        Text path = rest.From(end);
        int fragment = path.IndexOf((byte)'#');
        path = fragment < 0 ? path : path.To(fragment);
        if (!IsPath(path) || !TryReadAuthority(authority, DefaultHttpPort, check, out int port))
        {
            return false;
        }

        int start = memory->Length;
        memory->Append("GET "u8);
        if (path.First != '/')
        {
            memory->Append((byte)'/');
        }

        memory->Append(path);
        memory->Append(" HTTP/1.1\r\nHost: "u8);
        memory->Append(port == DefaultHttpPort ? WithoutPort(authority) : authority);
        memory->Append("\r\nUser-Agent: "u8);
        memory->Append(userAgent);
        memory->Append("\r\nAccept: */*\r\nConnection: close\r\n\r\n"u8);
        check->Kind = CheckKind.Http;
        check->Request = memory->From(start);
        return !memory->IsFull;
    }

    private static Text WithoutPort(Text authority)
    {
        int close = authority.IndexOf((byte)']');
        int colon = close >= 0 ? close + 1 : authority.IndexOf((byte)':');
        return colon >= 0 && colon < authority.Length ? authority.To(colon) : authority;
    }

    // What a URL can contain as it is (RFC 3986); a percent sign needs two digits.
    private static bool IsPath(Text path)
    {
        for (int i = 0; i < path.Length; i++)
        {
            byte value = path.Start[i];
            bool isEscape = value == '%';
            if (value is <= (byte)' ' or > (byte)'~'
                || (isEscape && !(i + 2 < path.Length && Text.IsHexDigit(path.Start[i + 1]) && Text.IsHexDigit(path.Start[i + 2]))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadUnix(Text path, Check* check)
    {
        for (int i = 0; i < path.Length; i++)
        {
            if (path.Start[i] is <= (byte)' ' or > (byte)'~' or (byte)'%' or (byte)'?' or (byte)'#')
            {
                return false;
            }
        }

        if (path.Length is < 2 or > MaxUnixPathBytes || path.Last == '/')
        {
            return false;
        }

        Begin(check, SystemCalls.Unix, path.Length + 3);
        Copy(path, check->Address + 2);
        check->Address[path.Length + 2] = 0;
        return true;
    }

    private static bool TryWriteAddress(Text host, int port, Check* check)
    {
        if (port < 0)
        {
            return false;
        }

        // A wildcard means this machine. The other loopback address is for the command.
        host = host.Is("localhost"u8) || host.Is("0.0.0.0"u8) ? Text.FromLiteral("127.0.0.1"u8)
            : host.Is("::"u8) ? Text.FromLiteral("::1"u8)
            : host;
        bool isInet6 = host.IndexOf((byte)':') >= 0;
        Begin(check, isInet6 ? SystemCalls.Inet6 : SystemCalls.Inet, isInet6 ? Inet6AddressBytes : InetAddressBytes);
        check->Address[2] = (byte)(port >> 8);
        check->Address[3] = (byte)port;
        return isInet6 ? AddressReader.TryReadInet6(host, check->Address + 8) : AddressReader.TryReadInet(host, check->Address + 4);
    }

    private static void Begin(Check* check, int family, int length)
    {
        check->Family = family;
        check->AddressLength = length;
        for (int i = 0; i < length; i++)
        {
            check->Address[i] = 0;
        }

        check->Address[0] = (byte)family;
    }

    private static void Copy(Text text, byte* destination)
    {
        for (int i = 0; i < text.Length; i++)
        {
            destination[i] = text.Start[i];
        }
    }
}
