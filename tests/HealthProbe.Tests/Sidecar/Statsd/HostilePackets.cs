namespace HealthProbe.Tests.Sidecar.Statsd;

/// <summary>
/// Packets without end, the same for the same seed: what real programs send, changed in places, cut, glued together, or nothing but noise.
/// </summary>
internal sealed class HostilePackets(int seed)
{
    /// <summary>The most that UDP carries.</summary>
    public const int LargestPacket = 65_507;

    private const int UsualSize = 512;
    private const int OneInSoManyIsLarge = 20_000;

    private static readonly byte[][] Grains =
    [
        [.. "gunicorn.workers:3|g"u8], [.. "svc.gunicorn.workers:3|g|#env:prod,team:x"u8], [.. "workers:+2|g"u8], [.. "workers:-1|g|@0.5"u8], [.. "tgunicorn.workers:0|g"u8],
        [.. "workers:0|g\nworkers:-5|g"u8], [.. "workers:1:2:+3|g|T1656581400"u8], [.. "workers:1e3|g|c:in-5909|e:it-false,cn-web|card:low"u8],
        [.. "gunicorn.requests:1|c|@1.0"u8], [.. "gunicorn.request.duration:1.033|ms"u8], [.. "users:alice|s"u8], [.. "load:0.25|h|#a"u8], [.. "_e{5,1}:svc.t|b|#env:prod"u8], [.. "_sc|svc.db|0"u8],
        [.. ":"u8], [.. "|"u8], [.. "\n"u8], [.. "\r\n"u8], [.. "|g"u8], [.. "|@"u8], [.. "|#"u8], [.. "+"u8], [.. "-"u8], [.. "e308"u8], [.. "1e999"u8], [.. "nan"u8], [.. "Infinity"u8], [.. "0x1F"u8],
        [.. "99999999999999999999"u8], [.. "\0"u8], [0xff, 0xfe], [0xc3, 0x28], [.. "−１"u8],
    ];

    private readonly Random _random = new(seed);
    private readonly byte[] _packet = new byte[LargestPacket];

    /// <summary>The next one, good until the one after it is asked for.</summary>
    public ReadOnlySpan<byte> Next()
    {
        int most = _random.Next(OneInSoManyIsLarge) == 0 ? LargestPacket : _random.Next(UsualSize);
        int length = 0;
        int grains = most == LargestPacket ? int.MaxValue : _random.Next(1, 8);
        for (int i = 0; i < grains && length < most; i++)
        {
            ReadOnlySpan<byte> grain = Grains[_random.Next(Grains.Length)];
            grain = _random.Next(8) == 0 ? grain[_random.Next(grain.Length)..] : grain;
            grain = grain[..Math.Min(grain.Length, most - length)];
            grain.CopyTo(_packet.AsSpan(length));
            length += grain.Length;
            if (length < most && _random.Next(2) == 0)
            {
                _packet[length++] = (byte)'\n';
            }
        }

        Span<byte> packet = _packet.AsSpan(0, length);
        Mutate(packet);
        return packet;
    }

    private void Mutate(Span<byte> packet)
    {
        if (packet.IsEmpty || _random.Next(3) == 0)
        {
            return;
        }

        if (_random.Next(50) == 0)
        {
            _random.NextBytes(packet);
            return;
        }

        for (int changes = _random.Next(4); changes > 0; changes--)
        {
            int at = _random.Next(packet.Length);
            switch (_random.Next(3))
            {
                case 0:
                    packet[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    packet[at] ^= (byte)(1 << _random.Next(8));
                    break;
                default:
                    packet[at] = packet[_random.Next(packet.Length)];
                    break;
            }
        }
    }
}
