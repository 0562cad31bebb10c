import Model
import Testing

@testable import Profiles

@Suite("Hours of a setting")
struct HoursTextTests {
    @Test("are those of profiles")
    func read() throws {
        let hours = try HoursText.read("mon-fri 22:00-07:00, sat-sun")
        #expect(hours.count == 2)
        #expect(hours.first?.begin == 22 * 60)
        #expect(hours.first?.days.count == 5)
    }

    @Test("are refused with what was wrong", arguments: ["22-7", "", "1:00\nname = x", "#"])
    func wrong(text: String) {
        #expect((try? HoursText.read(text)) == nil)
    }
}
