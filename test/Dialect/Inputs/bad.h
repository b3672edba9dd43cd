inline pawl::Coro<int> bad() { return await fromHeader(1); }
