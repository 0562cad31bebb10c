import Media
import Model

/// Recipes with what is said of them, on every version of the libraries.
enum WrongRecipes {
    struct Case: Sendable, CustomStringConvertible {
        let recipe: EncodeRecipe
        let answers: [Answer]

        init(_ recipe: EncodeRecipe, _ answers: [Answer]) {
            (self.recipe, self.answers) = (recipe, answers)
        }

        var description: String { answers.first?.message ?? "good" }
    }

    struct Answer: Sendable, Equatable {
        /// What follows an ellipsis are the library's own words.
        let message: String
        /// Nil is the whole value.
        let piece: String?
        let isAtName: Bool
        let isLacking: Bool

        init(
            _ message: String,
            at piece: String? = nil,
            atName: Bool = false,
            lacking: Bool = false
        ) {
            (self.message, self.piece, isAtName, isLacking) = (message, piece, atName, lacking)
        }
    }

    static func video(
        _ encoder: String,
        _ options: String = "",
        format: String? = nil,
        filters: String? = nil,
        container: String = "matroska",
        mux: String = "",
        tag: String? = nil
    ) -> EncodeRecipe {
        var recipe = EncodeRecipe(container: container)
        recipe.video.encoder = encoder
        recipe.video.options = self.options(options)
        recipe.video.pixelFormat = format
        recipe.video.filters = filters
        recipe.video.tag = tag
        recipe.containerOptions = self.options(mux)
        return recipe
    }

    static func sound(
        _ encoder: String,
        _ options: String = "",
        filters: String? = nil,
        container: String = "matroska"
    ) -> EncodeRecipe {
        var recipe = EncodeRecipe(container: container)
        recipe.video.mode = .drop
        recipe.audio.mode = .encode(encoder)
        recipe.audio.options = self.options(options)
        recipe.audio.filters = filters
        return recipe
    }

    /// `-crf 20 -preset slow`
    private static func options(_ text: String) -> [CodecOption] {
        let words = text.split(separator: " ").map(String.init)
        return stride(from: 0, to: words.count, by: 2).map {
            CodecOption(String(words[$0].dropFirst()), words[$0 + 1])
        }
    }

    static func filtered(_ filters: String) -> EncodeRecipe {
        video("libx264", "-preset ultrafast", filters: filters)
    }
}
