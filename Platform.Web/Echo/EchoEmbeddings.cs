using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Web.Echo;

/// <summary>A vector of length 1 made from the text's hash: equal texts have equal vectors, and that is all that it means.</summary>
internal static class EchoEmbeddings
{
    private const int Dimensions = 16;

    public static async Task AnswerAsync(HttpContext context)
    {
        if (await EchoAnswers.ReadAsync(context) is not { } request)
        {
            return;
        }

        var texts = EchoCompletions.TextsOf(request["input"]);
        if (texts.Count == 0)
        {
            await EchoAnswers.ErrorAsync(context, StatusCodes.Status400BadRequest, "invalid_request_error", "input", "input must be a text, texts, or tokens.");
            return;
        }

        var asBase64 = request["encoding_format"] is { } format && format.ToJsonString() == "\"base64\"";
        var data = texts.Select((text, index) => new { @object = "embedding", index, embedding = asBase64 ? Base64(Vector(text)) : (object)Vector(text) });
        var tokens = texts.Sum(text => EchoAnswers.Tokens(text).Count);
        await context.Response.WriteAsJsonAsync(new { @object = "list", data, model = EchoAnswers.Model, usage = new { prompt_tokens = tokens, total_tokens = tokens } }, context.RequestAborted);
    }

    private static float[] Vector(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var vector = Enumerable.Range(0, Dimensions).Select(i => (float)BinaryPrimitives.ReadInt16LittleEndian(hash.AsSpan(2 * i))).ToArray();
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / length)];
    }

    // Little-endian floats, as OpenAI's clients decode them.
    private static string Base64(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        }

        return Convert.ToBase64String(bytes);
    }
}
