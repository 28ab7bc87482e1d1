package import SystemPackage

extension JSONAssembly {
  /// Adds a path: a string where it is UTF-8, else an array of its bytes.
  package mutating func path(_ path: FilePath) {
    let bytes = path.bytes
    let text = String(decoding: bytes, as: UTF8.self)
    if text.utf8.elementsEqual(bytes) {
      string(text)
    } else {
      array { for byte in bytes { $0.number(Int(byte)) } }
    }
  }

  /// Adds bytes: a string where they are UTF-8, else an object with their Base64.
  package mutating func data(_ bytes: [UInt8]) {
    if let text = String(validating: bytes, as: UTF8.self) {
      string(text)
    } else {
      object {
        $0.key("base64")
        $0.string(Base64.encode(bytes))
      }
    }
  }
}

extension JSONAssembly {
  /// Adds a member with headers as an object, in their order; nothing for none.
  package mutating func headers(_ key: String, _ headers: [(name: String, value: String)]) {
    if headers.isEmpty { return }
    self.key(key)
    object { object in
      for header in headers {
        object.key(header.name)
        object.string(header.value)
      }
    }
  }
}

extension JSONValue {
  /// A path as ``JSONAssembly/path(_:)`` writes it; nil for anything else.
  package var path: FilePath? {
    let bytes = string.map { Array($0.utf8) } ?? elements.map { UInt8(exactly: $0.int ?? -1) ?? 0 }
    return bytes.isEmpty || bytes.contains(0) ? nil : FilePath(bytes: bytes)
  }

  /// Bytes as ``JSONAssembly/data(_:)`` writes them; nil for anything else.
  package var data: [UInt8]? {
    if let jsonString { return jsonString.generalizedUTF8 }
    return self["base64"]?.string.flatMap { Base64.decode(Array($0.utf8)[...]) }
  }
}

extension StateFolder {
  /// A path as it is kept here: from the folder whose files this is about; as a whole where other
  /// folders' states are in the same place.
  ///
  /// - Parameter path: without links.
  package func kept(_ path: FilePath) -> FilePath {
    isShared ? path : path.relative(to: base) ?? path
  }

  /// The path that was kept.
  package func path(kept path: FilePath) -> FilePath {
    base.pushing(path).lexicallyNormalized()
  }
}
