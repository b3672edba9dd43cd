#pragma once
// No coroutine: it stays an #include.
inline int with_interest(int amount) { return amount + amount / 10; }
