async Coro<int> f() {
  await g();
  auto l = async [](int x) { return x; };
  yield 1;
  int await = 2;
  s.async(3);
}
