#pragma once
inline int id() { return 1; }
