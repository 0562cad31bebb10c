internal import Model

/// A film as most are, for what of a recipe follows from the film.
enum TypicalFilm {
    static let values = ["gop": "50", "fps": "25", "height": "1080", "width": "1920"]

    /// The recipe with that film's figures in place of `{gop}` and its like.
    static func filled(_ recipe: EncodeRecipe) -> EncodeRecipe {
        var recipe = recipe
        recipe.video = filled(recipe.video)
        recipe.audio.options = filled(recipe.audio.options)
        recipe.audio.filters = recipe.audio.filters.map(filled)
        recipe.containerOptions = filled(recipe.containerOptions)
        return recipe
    }

    private static func filled(_ video: VideoRecipe) -> VideoRecipe {
        var video = video
        video.options = filled(video.options)
        video.filters = video.filters.map(filled)
        return video
    }

    private static func filled(_ options: [CodecOption]) -> [CodecOption] {
        options.map { CodecOption($0.name, filled($0.value)) }
    }

    private static func filled(_ text: String) -> String {
        values.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
    }
}
