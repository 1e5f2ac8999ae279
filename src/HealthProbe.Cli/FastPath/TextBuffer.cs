namespace HealthProbe.Cli.FastPath;

/// <summary>
/// Appends bytes to memory on the caller's stack. What does not fit sets <see cref="IsFull"/>, and then the text is not used.
/// </summary>
/// <param name="start">The memory.</param>
/// <param name="capacity">Its size in bytes.</param>
internal unsafe struct TextBuffer(byte* start, int capacity)
{
    private int _length;

    public bool IsFull { get; private set; }

    public readonly int Length => _length;

    /// <summary>What was appended from a position on.</summary>
    public readonly Text From(int position) => new(start + position, _length - position);

    public void Append(byte value)
    {
        if (_length < capacity)
        {
            start[_length++] = value;
        }
        else
        {
            IsFull = true;
        }
    }

    public void Append(Text text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            Append(text.Start[i]);
        }
    }

    public void Append(ReadOnlySpan<byte> literal) => Append(Text.FromLiteral(literal));
}
