package import SystemPackage

extension IgnoreRules {
  /// Where the user's own settings for git stand.
  package struct UserFiles: Hashable, Sendable {
    /// `$HOME`; nil when it is not set.
    package var home: FilePath?
    /// `$XDG_CONFIG_HOME`; nil when it is not set or empty.
    package var configurationHome: FilePath?
    /// The settings of the whole machine, `/etc/gitconfig`; nil to leave them out.
    package var systemConfiguration: FilePath?

    package init(
      home: FilePath?,
      configurationHome: FilePath? = nil,
      systemConfiguration: FilePath? = "/etc/gitconfig"
    ) {
      self.home = home
      self.configurationHome = configurationHome
      self.systemConfiguration = systemConfiguration
    }

    /// The file with patterns for all of the user's repositories, whether it exists or not.
    ///
    /// `core.excludesFile` names it, in the settings of the machine or of the user; files that
    /// these include are not read. Otherwise it is `git/ignore` beside the user's settings.
    func excludesFile() -> FilePath? {
      let folder = (configurationHome ?? home?.appending(".config"))?.appending("git")
      let files = [systemConfiguration, folder?.appending("config"), home?.appending(".gitconfig")]
      var named: FilePath?
      for file in files.compactMap(\.self) {
        // Like git, which goes on without a file it can't read.
        let bytes = file.withPlatformString { path in
          try? SystemCalls.read(path, limit: IgnoreRules.fileLimit)
        }
        if let value = bytes.flatMap(Self.excludesFile(inConfiguration:)) { named = value }
      }
      guard let named else { return folder?.appending("ignore") }
      guard let home, named.components.first == "~", named.isRelative else {
        return named
      }
      return FilePath(root: home.root, home.components + named.components.dropFirst())
    }

    /// The last `excludesFile` of the section `[core]`; nil when there is none.
    static func excludesFile(inConfiguration bytes: [UInt8]) -> FilePath? {
      var isCore = false
      var found: FilePath?
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        var text = trimmed(line)
        if text.first == UInt8(ascii: "[") {
          guard let end = text.firstIndex(of: UInt8(ascii: "]")) else { continue }
          isCore = lowercased(trimmed(text[text.startIndex..<end].dropFirst())) == "core"
          text = trimmed(text[(end + 1)...])
        }
        guard isCore, let equals = text.firstIndex(of: UInt8(ascii: "=")),
          lowercased(trimmed(text[..<equals])) == "excludesfile"
        else { continue }
        found = FilePath(pathBytes: value(trimmed(text[(equals + 1)...])))
      }
      return found
    }

    /// A value without its quotes, escapes and comment.
    private static func value(_ text: ArraySlice<UInt8>) -> [UInt8] {
      var result: [UInt8] = []
      var isQuoted = false
      var isEscaped = false
      for byte in text {
        if isEscaped {
          result.append(byte)
          isEscaped = false
          continue
        }
        switch byte {
        case UInt8(ascii: "\\"):
          isEscaped = true
        case UInt8(ascii: "\""):
          isQuoted.toggle()
        case UInt8(ascii: "#") where !isQuoted, UInt8(ascii: ";") where !isQuoted:
          return Array(trimmed(result[...]))
        default:
          result.append(byte)
        }
      }
      return result
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0 }
      let start = text.firstIndex { !isSpace($0) } ?? text.endIndex
      let end = text.lastIndex { !isSpace($0) } ?? text.startIndex
      return start < text.endIndex ? text[start...end] : text[start..<start]
    }

    private static func lowercased(_ text: ArraySlice<UInt8>) -> String {
      String(decoding: text, as: UTF8.self).lowercased()
    }
  }
}
