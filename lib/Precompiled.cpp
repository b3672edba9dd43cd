// The translation unit that the precompiled header is made with.
