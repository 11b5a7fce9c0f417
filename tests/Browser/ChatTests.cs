using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>The chat sample as people use it: npm's client in Chromium, the server as a process of its own.</summary>
public sealed class ChatTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    /// <summary>The query that fixes the client's transport, and the transport that the page shows in the end.</summary>
    public static TheoryData<string, string> Transports => new()
    {
        { "", "websocket" },
        { "?transports=websocket", "websocket" },
        { "?transports=polling", "polling" },
    };

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "T-93")]
    [Trait("Spec", "T-95")]
    public async Task Two_people_talk(string query, string transport)
    {
        var room = $"talk-{transport}-{query.Length}";
        await using var ada = await chat.OpenAsync("Ada", $"{query}#{room}");
        await using var grace = await chat.OpenAsync("Grace", $"{query}#{room}");

        await ada.JoinAsync();
        await grace.JoinAsync();
        await ada.SeesPeopleAsync("Ada", "Grace");
        await grace.SeesPeopleAsync("Ada", "Grace");
        await ada.SeesNoticeAsync("Grace joined");
        await ada.SeesTransportAsync(transport);
        await grace.SeesTransportAsync(transport);

        await ada.TypeAsync("Hello Gr", grace);
        await ada.SayAsync("Hello Grace! 你好 👋 <b>not bold</b>");
        await grace.SeesAsync("Ada", "Hello Grace! 你好 👋 <b>not bold</b>");
        await grace.SeesNobodyTypingAsync();
        await ada.SeesMarkAsync("Hello Grace!", "delivered");

        await grace.SendPictureAsync("hills.png", Pictures.Hills(480, 270));
        Assert.Equal(480, await ada.SeesPictureAsync("Grace"));
        await grace.SeesMarkAsync("", "delivered");

        Assert.Empty(ada.Errors);
        Assert.Empty(grace.Errors);
    }

    [Fact]
    public async Task A_large_picture_is_made_small_enough_for_one_message()
    {
        await using var ada = await chat.OpenAsync("Ada", "#gallery");
        await using var grace = await chat.OpenAsync("Grace", "#gallery");
        await ada.JoinAsync();
        await grace.JoinAsync();

        // Noise does not compress: 1500 x 1500 pixels of it are far over the limit of one message.
        await ada.SendPictureAsync("noise.png", await NoiseAsync(ada.Page, 1500));

        Assert.InRange(await grace.SeesPictureAsync("Ada"), 200, 1500);
        await grace.SeesStateAsync("connected");
        await ada.SeesMarkAsync("", "delivered");
    }

    [Fact]
    public async Task People_hear_of_their_own_room_only()
    {
        await using var ada = await chat.OpenAsync("Ada", "#here");
        await using var grace = await chat.OpenAsync("Grace", "#here");
        await ada.JoinAsync();
        await grace.JoinAsync();
        await ada.SeesPeopleAsync("Ada", "Grace");

        await grace.EnterAsync("elsewhere");
        await ada.SeesNoticeAsync("Grace left");
        await grace.SayAsync("Is anybody there?");
        await grace.SeesMarkAsync("Is anybody there?", "accepted");

        // What Ada says afterwards arrives afterwards, so nothing of Grace's can still be on its way.
        await ada.EnterAsync("elsewhere");
        await ada.SeesAsync("Grace", "Is anybody there?");
        await ada.SayAsync("I am");
        await grace.SeesAsync("Ada", "I am");
    }

    [Fact]
    [Trait("Spec", "T-66")]
    public async Task A_lost_connection_comes_back_into_the_same_room()
    {
        await using var ada = await chat.OpenAsync("Ada", "#reconnect");
        await using var grace = await chat.OpenAsync("Grace", "#reconnect");
        await ada.JoinAsync();
        await grace.JoinAsync();
        await ada.SeesTransportAsync("websocket");

        await ada.DropConnectionAsync();
        await ada.SeesNoticeAsync("Connection lost");
        await ada.SeesNoticeAsync("Back again after");
        await ada.SeesPeopleAsync("Grace", "Ada");

        await grace.SayAsync("There you are");
        await ada.SeesAsync("Grace", "There you are");
        Assert.Empty(ada.Errors);
    }

    [Fact]
    public async Task A_name_that_the_server_refuses_is_asked_for_again()
    {
        await using var ada = await chat.OpenAsync("Ada");
        await ada.Page.EvaluateAsync("localStorage.setItem('name', 'x'.repeat(25))");
        await ada.Page.ReloadAsync();

        await Assertions.Expect(ada.Page.Locator("#refused")).ToContainTextAsync("up to 24 characters");
        await ada.JoinAsync();
    }

    private static async Task<byte[]> NoiseAsync(IPage page, int side)
        => Convert.FromBase64String(await page.EvaluateAsync<string>(
            """
            async side => {
              const canvas = new OffscreenCanvas(side, side), context = canvas.getContext("2d"), image = context.createImageData(side, side);
              for (let i = 0; i < image.data.length; i += 65536) crypto.getRandomValues(image.data.subarray(i, Math.min(i + 65536, image.data.length)));
              for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255;
              context.putImageData(image, 0, 0);
              const blob = await canvas.convertToBlob({ type: "image/png" });
              return new Promise(done => { const reader = new FileReader(); reader.onload = () => done(reader.result.split(",")[1]); reader.readAsDataURL(blob); });
            }
            """,
            side));
}
