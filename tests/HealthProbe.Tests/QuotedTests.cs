namespace HealthProbe.Tests;

public class QuotedTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("db", "\"db\"")]
    [InlineData("bücher", "\"bücher\"")]
    [InlineData("a\"b", "\"a?b\"")]
    [InlineData("a\r\n\tb\0\u001b\u007f\u0085", "\"a???b????\"")]
    [InlineData("😀", "\"??\"")]
    [InlineData("user:secret@db", "\"***@db\"")]
    [InlineData("tcp://user:secret@db", "\"tcp://***@db\"")]
    [InlineData("tcp://us@er:sec/r@et@db", "\"tcp://***@db\"")]
    [InlineData("tcp://db?token=secret", "\"tcp://db?***\"")]
    [InlineData("db?token=secret", "\"db?***\"")]
    [InlineData("tcp://db#token=secret", "\"tcp://db#***\"")]
    [InlineData("tcp://user:secret@db/?token=secret", "\"tcp://***@db/?***\"")]
    [InlineData("://user:secret@db", "\"://***@db\"")]
    [InlineData("?secret", "\"?***\"")]
    [InlineData("@/path", "\"@/path\"")]
    public void Shows_text_on_one_line_without_secrets(string text, string shown) => Quoted.Of(text).Should().Be(shown);

    [Theory]
    [InlineData("", "")]
    [InlineData("/a=b", "/a=b")]
    [InlineData("?token=secret", "?token=***")]
    [InlineData("/a?b=secret&c&=secret&d=", "/a?b=***&c&=***&d=***")]
    public void Shows_the_names_in_a_query_and_no_value(string pathAndQuery, string shown) => Quoted.WithoutQueryValues(pathAndQuery).Should().Be(shown);

    [Fact]
    public void Shows_half_a_character_as_a_question_mark() => Quoted.Of("\ud83d").Should().Be("\"?\"");

    [Fact]
    public void Cuts_what_is_long()
    {
        Quoted.Of(new string('a', 60)).Should().Be($"\"{new string('a', 60)}\"");
        Quoted.Of(new string('a', 61)).Should().Be($"\"{new string('a', 60)}…\"");
        Quoted.Of(new string('s', 100_000) + "@db").Should().Be("\"***@db\"");
    }
}
