using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HealthProbe;

/// <summary>The grammar of a host and of a port.</summary>
internal static class HostParser
{
    private const string PortRange = "write a number from 1 to 65535";

    private const string Word = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Word);
    private static readonly SearchValues<char> ZoneCharacters = SearchValues.Create(Word + ".~-");

    public static bool TryReadHost(string text, [NotNullWhen(true)] out string? host, [NotNullWhen(false)] out string? mistake)
    {
        // The zone of a link-local address (fe80::1%eth0) is the name of an interface, and those have case.
        host = text.Contains(':', StringComparison.Ordinal) ? text : text.ToLowerInvariant();
        mistake = MistakeIn(text);
        return mistake is null;
    }

    /// <summary>Reads a port.</summary>
    /// <param name="text">The text.</param>
    /// <param name="host">
    /// The host before the colon, where a password may stand in place of the port; null where the port stands alone.
    /// </param>
    /// <param name="port">The port, or 0.</param>
    /// <param name="mistake">What to write instead, or null.</param>
    public static bool TryReadPort(string text, string? host, out int port, [NotNullWhen(false)] out string? mistake)
    {
        port = 0;
        bool isShort = text.Length <= 5 && IsDigits(text);
        bool isPort = isShort && text[0] != '0'
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;
        mistake = isPort ? null
            : IsVariable(text) ? $"{(IsPortVariable(text) ? Quoted.Of(text) : "a variable after $")} is not a port; use {BracedVariable(text)}"
            : isShort || (host is null && !text.AsSpan().ContainsAny('@', '=')) ? $"{Quoted.Of(text)} is not a port: {PortRange}"
            : $"the port{(host is null ? "" : $" of {Quoted.Of(host)}")} is not a number: {PortRange}";
        return isPort;
    }

    public static bool IsDigits(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    public static bool IsIPv6(string host)
    {
        int percent = host.IndexOf('%', StringComparison.Ordinal);
        bool isZone = percent < 0 || (percent < host.Length - 1 && !host.AsSpan(percent + 1).ContainsAnyExcept(ZoneCharacters));
        return isZone && !host.StartsWith('[')
            && IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6;
    }

    private static string? MistakeIn(string host)
    {
        if (host.Length == 0)
        {
            return "the host is empty: write a name or an address, such as 127.0.0.1:8000";
        }

        if (host.Contains(':', StringComparison.Ordinal))
        {
            // A password may stand behind a colon.
            string shown = host.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.' or '[' or ']') ? Quoted.Of(host) : "the host";
            return IsIPv6(host) ? null
                : host.Contains('%', StringComparison.Ordinal)
                    ? "the host is not an IPv6 address; use the name of an interface after the percent sign, such as fe80::1%eth0"
                : $"{shown} is not an IPv6 address: write one such as [::1]:8000";
        }

        if (host.Contains('/', StringComparison.Ordinal))
        {
            return $"{Quoted.Of(host)} is not a host: write a URL such as http://host:port/path";
        }

        if (IsVariable(host))
        {
            return $"{Quoted.Of(host)} is not a host; use {BracedVariable(host)}";
        }

        string name = host.EndsWith('.') ? host[..^1] : host;
        if (name.Length > 253 || !AreLabels(name))
        {
            return $"{Quoted.Of(host)} is not a host name: write letters, digits, hyphens and dots (an international name as xn--…)";
        }

        // As in the URL standard: a name whose last label is a number is an address. 127.1, 0x7f.1 and 010.0.0.1 mean different things to
        // different programs.
        return LooksNumeric(name[(name.LastIndexOf('.') + 1)..]) && !IsDottedQuad(host)
            ? $"{Quoted.Of(host)} is not an IPv4 address: write four numbers such as 127.0.0.1"
            : null;
    }

    // $NAME is a shell's spelling, and no shell stands between a HEALTHCHECK in exec form and this program.
    private static bool IsVariable(string text) =>
        text.Length is > 1 and <= 40 && text[0] == '$' && !char.IsAsciiDigit(text[1]) && text.AsSpan(1).IndexOfAnyExcept(NameCharacters) < 0;

    private static bool IsPortVariable(string text) => text.EndsWith("PORT", StringComparison.Ordinal);

    private static string BracedVariable(string text) => IsPortVariable(text) ? $"${{{text[1..]}}}" : "${NAME}";

    private static bool AreLabels(string name)
    {
        foreach (Range label in name.AsSpan().Split('.'))
        {
            if (!IsLabel(name.AsSpan(label)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        foreach (char c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-';
    }

    private static bool LooksNumeric(string label) => IsDigits(label) || label.StartsWith("0x", StringComparison.OrdinalIgnoreCase);

    private static bool IsDottedQuad(string host) =>
        IPAddress.TryParse(host, out IPAddress? address) && address.ToString() == host;
}
