import Dashboard
import Model
import Testing

@Suite("Who is let in")
struct GuardTests {
}
