namespace SocketIO.Tests;

/// <summary>
/// The events of the contract as they look on the wire: what is sent and exactly what comes back. "@" stands for the namespace
/// of the test with its comma, "$" for the socket's id.
/// </summary>
internal static class WireCases
{
    private const string Attached = """{"_placeholder":true,"num":0}""";

    public static TheoryData<string, string[], string[]> All => new()
    {
        { "echo", ["""42@["echo",1,"a",{"b":[true,null]}]"""], ["""42@["echoed",1,"a",{"b":[true,null]}]"""] },
        { "echo of nothing", ["""42@["echo"]"""], ["""42@["echoed"]"""] },
        { "echo drops its acknowledgement", ["""42@7["echo",1]"""], ["""42@["echoed",1]"""] },
        { "echo of text", ["""42@["echo","é€😀\n\t\"\\\u0001"]"""], ["""42@["echoed","é€😀\n\t\"\\\u0001"]"""] },
        { "echo of numbers", ["""42@["echo",0,-1,1.5,9007199254740991,0.001]"""], ["""42@["echoed",0,-1,1.5,9007199254740991,0.001]"""] },
        { "echo keeps keys", ["""42@["echo",{"z":1,"a":2,"Aa":3,"":4}]"""], ["""42@["echoed",{"z":1,"a":2,"Aa":3,"":4}]"""] },
        { "echo of bytes", [$"""451-@["echo",{Attached}]""", "bAQIDBA=="], [$"""451-@["echoed",{Attached}]""", "bAQIDBA=="] },
        {
            "echo of two attachments",
            ["""452-@["echo",{"_placeholder":true,"num":0},{"x":[{"_placeholder":true,"num":1}]}]""", "bAQID", "bBAUG"],
            ["""452-@["echoed",{"_placeholder":true,"num":0},{"x":[{"_placeholder":true,"num":1}]}]""", "bAQID", "bBAUG"]
        },
        {
            "attachments out of order",
            ["""452-@["echo",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]""", "bAQID", "bBAUG"],
            ["""452-@["echoed",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]""", "bBAUG", "bAQID"]
        },
        { "ack-echo", ["""42@456["ack-echo",1,"2",{"3":[false]}]"""], ["""43@456[1,"2",{"3":[false]}]"""] },
        { "ack-echo with id 0", ["""42@0["ack-echo"]"""], ["43@0[]"] },
        { "ack-echo with a long id", ["""42@9007199254740991["ack-echo",1]"""], ["43@9007199254740991[1]"] },
        { "ack-echo of bytes", [$"""451-@789["ack-echo",{Attached},"x"]""", "bAQID"], [$"""461-@789[{Attached},"x"]""", "bAQID"] },
        { "ack-none", ["""42@1["ack-none"]"""], ["43@1[]"] },
        { "ack-many", ["""42@2["ack-many"]"""], ["""43@2[1,"two",{"three":3},[4],null,true]"""] },
        { "ack-bin", ["""42@3["ack-bin"]"""], [$"461-@3[{Attached}]", "bAQIDBA=="] },
        { "ack-twice", ["""42@4["ack-twice"]""", """42@5["ack-none"]"""], ["""43@4["first"]""", "43@5[]"] },
        { "ack-late", ["""42@6["ack-late",20]"""], ["""43@6["late"]"""] },
        { "ack-never", ["""42@7["ack-never"]""", """42@8["ack-none"]"""], ["43@8[]"] },
        { "nothing to acknowledge", ["""42@["ack-many"]""", """42@9["ack-none"]"""], ["43@9[]"] },
        {
            "describe",
            [$$"""451-@1["describe",{{Attached}},[1,"a"],null,{"k":false},"s"]""", "bAQID"],
            ["""43@1[[{"t":"bin","len":3,"sum":6},{"t":"array","items":[{"t":"number","v":1},{"t":"string","v":"a"}]},{"t":"null"},{"t":"object","fields":{"k":{"t":"boolean","v":false}}},{"t":"string","v":"s"}]]"""]
        },
        { "bin-send", ["""42@["bin-send",3]"""], ["""452-@["bin",{"a":{"_placeholder":true,"num":0},"list":[{"_placeholder":true,"num":1},"x"],"text":"t"}]""", "bAAEC", "bAQI="] },
        { "bin-send of nothing", ["""42@["bin-send",0]"""], ["""452-@["bin",{"a":{"_placeholder":true,"num":0},"list":[{"_placeholder":true,"num":1},"x"],"text":"t"}]""", "b", "bAQI="] },
        { "big-send", ["""42@["big-send",5]"""], ["""42@["big","xxxxx"]"""] },
        { "utf8-send", ["""42@["utf8-send"]"""], ["42@[\"utf8\",\"héllo € 😀 тест\",\"\\u0000\\u001e\u2028\"]"] },
        { "date-send", ["""42@["date-send"]"""], ["""42@["date","1970-01-01T00:00:00.000Z"]"""] },
        { "seq", ["""42@["seq",3]"""], ["""42@["num",0]""", """42@["num",1]""", """42@["num",2]"""] },
        {
            "mixed-seq",
            ["""42@["mixed-seq"]"""],
            ["""42@["m",0]""", $"""451-@["m",{Attached}]""", "bAQ==", """42@["m",2]""", $$"""451-@["m",{"b":{{Attached}}}]""", "bAw==", """42@["m",4]"""]
        },
        { "set-data", ["""42@1["set-data",{"a":1}]"""], ["""43@1["ok"]"""] },
        { "join, leave", ["""42@1["join","b"]""", """42@2["join",["c","a"]]""", """42@3["leave","b"]"""], ["""43@1[["b"]]""", """43@2[["a","b","c"]]""", """43@3[["a","c"]]"""] },
        { "rooms-of", ["""42@["join","r2"]""", """42@["join","r1"]""", """42@1["rooms-of"]"""], ["""43@1[["r1","r2"]]"""] },
        { "cast to everyone", ["""42@1["cast",{"from":"server"},"news",1,{"a":2}]"""], ["""42@["news",1,{"a":2}]""", "43@1[true]"] },
        { "cast to the others", ["""42@1["cast",{"from":"broadcast"},"news"]"""], ["43@1[true]"] },
        { "cast to a room with bytes", ["""42@["join","r"]""", $$"""451-@1["cast",{"from":"server","to":["r","s"]},"news",{{Attached}}]""", "bAQID"], [$"""451-@["news",{Attached}]""", "bAQID", "43@1[true]"] },
        { "sockets", ["""42@["join","r"]""", """42@["set-data",{"u":1}]""", """42@1["sockets",null]""", """42@2["sockets","s"]"""], ["""43@1[[{"id":"$","rooms":["r"],"data":{"u":1}}]]""", "43@2[[]]"] },
        { "sockets-join", ["""42@1["sockets-join","$","r"]""", """42@2["rooms-of"]""", """42@3["sockets-leave","r","r"]""", """42@4["rooms-of"]"""], ["""43@1["ok"]""", """43@2[["r"]]""", """43@3["ok"]""", "43@4[[]]"] },
        { "ask-all of nobody", ["""42@1["ask-all","nobody","q",5000]"""], ["""43@1[{"ok":true,"responses":[]}]"""] },
        { "death of the living", ["""42@1["death-of","$"]"""], ["43@1[null]"] },
        { "has-nsp", ["""42@1["has-nsp","/custom"]""", """42@2["has-nsp","/nowhere"]"""], ["43@1[true]", "43@2[false]"] },
        { "seen", ["""42@["echo",1]""", """42@1["seen"]"""], ["""42@["echoed",1]""", """43@1[[["echo",1],["seen",0]]]"""] },
        { "sent", ["""42@["echo",1]""", """42@2["sent"]"""], ["""42@["echoed",1]""", """43@2[[["echoed",1]]]"""] },
        { "blocked", ["""42@["blocked",1]"""], ["""42@["mw-error","event blocked"]"""] },
        { "rewritten", ["""42@["rewritten","x"]"""], ["""42@["echoed","by middleware"]"""] },
        { "a number as name", ["""42@[1,"x",2]"""], ["""42@["echoed","numeric","x",2]"""] },
        { "only-once", ["""42@["only-once"]""", """42@["only-once"]""", """42@["echo"]"""], ["""42@["echoed","once"]""", """42@["echoed"]"""] },
        { "bye", ["""42@["bye",false]"""], ["41@"] },
        { "send-then-bye", ["""42@["send-then-bye",false]"""], ["""42@["echoed","last words"]""", "41@"] },
        { "sockets-disconnect", ["""42@["sockets-disconnect","$",false]"""], ["41@"] },
        { "an event nobody listens to", ["""42@1["nobody-listens"]""", """42@2["ack-none"]"""], ["43@2[]"] },
        { "an answer to nothing", ["43@99[1]", """42@2["ack-none"]"""], ["43@2[]"] },
    };
}
