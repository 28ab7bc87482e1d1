// hummingbird-peer FILE: reads the body of every request and answers the JSON of a file.
//
// No router and no middleware, so that what is left is Hummingbird itself.

import Foundation
import Hummingbird
import Logging

guard let file = CommandLine.arguments.dropFirst().first else {
  fatalError("hummingbird-peer FILE")
}
let answer = ByteBuffer(bytes: try Data(contentsOf: URL(filePath: file)))

let application = Application(
  responder: CallbackResponder { (request: Request, _: BasicRequestContext) in
    _ = try await request.body.collect(upTo: 64 << 20)
    return Response(
      status: .ok,
      headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: answer)
    )
  },
  configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
  onServerRunning: { channel in
    guard let port = channel.localAddress?.port else { fatalError("no port") }
    // Not print, which keeps what it writes into a pipe to itself.
    FileHandle.standardOutput.write(Data("listening on http://127.0.0.1:\(port)\n".utf8))
  },
  logger: Logger(label: "hummingbird-peer") { _ in SwiftLogNoOpLogHandler() }
)
try await application.runService()
