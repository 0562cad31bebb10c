import Media
import Testing

@Suite("The FFmpeg libraries")
struct MediaLibrariesTests {
    @Test("the libraries that run are those of the headers' major versions")
    func majorVersionsAgree() {
        for library in MediaLibraries.all {
            let compiled = library.compiled.split(separator: ".").first
            #expect(library.running.split(separator: ".").first == compiled, "\(library.name)")
        }
    }
}
