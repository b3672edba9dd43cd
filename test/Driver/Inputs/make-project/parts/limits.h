constexpr int limit = 100;
