[assembly: AssemblyFixture(typeof(SocketIO.Tests.PostgresServer))]
