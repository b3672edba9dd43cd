constexpr int offset = OFFSET;
