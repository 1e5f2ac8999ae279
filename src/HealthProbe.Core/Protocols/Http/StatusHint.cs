namespace HealthProbe.Protocols.Http;

/// <summary>The likely cause of a status that is usually due to the request itself.</summary>
internal static class StatusHint
{
    // What servers write when plain HTTP arrives at a TLS port: nginx, Apache, Go, Tomcat.
    private static readonly byte[][] PlainHttp =
    [
        [.. "plain HTTP request was sent to HTTPS port"u8], [.. "speaking plain HTTP to an SSL-enabled server port"u8],
        [.. "HTTP request to an HTTPS server"u8], [.. "combination of host and port requires TLS"u8],
    ];

    private static readonly byte[] Http2Alone = [.. "HTTP/1.x request was sent to an HTTP/2 only endpoint"u8];
    private static readonly byte[] NoClientCertificate = [.. "No required SSL certificate was sent"u8];
    private static readonly byte[] WrongClientCertificate = [.. "SSL certificate error"u8];

    /// <summary>Finds the hint, in parentheses and after a space; empty for none.</summary>
    /// <param name="status">The status.</param>
    /// <param name="request">The request: a hint never names an option that was used.</param>
    /// <param name="body">The beginning of the body.</param>
    public static string Find(int status, HttpRequest request, ReadOnlySpan<byte> body)
    {
        switch (status)
        {
            case 400:
                bool isPlain = false;
                foreach (byte[] text in PlainHttp)
                {
                    isPlain = isPlain || body.IndexOf(text) >= 0;
                }

                return isPlain ? " (the server expects TLS on this port: write https://)"
                    : body.IndexOf(Http2Alone) >= 0 ? " (the port is for HTTP/2 alone: ask grpc://, or a port for HTTP/1.1)"
                    : body.IndexOf(NoClientCertificate) >= 0 ? " (the server requires a client certificate: write --cert and --key)"
                    : body.IndexOf(WrongClientCertificate) >= 0 ? " (the server rejects the client certificate)"
                    : request.HasHeader("Host") ? ""
                    : " (does the server refuse this Host? write -H 'Host: name')";
            case 401:
                return request.HasCredentials ? " (the server rejects the credentials)"
                    : request.IsOnOrigin ? " (write --user name:password, or allow this path)"
                    : " (headers and credentials are not sent to another origin)";
            case 405:
                return " (write --method for another one)";
            default:
                return "";
        }
    }
}
