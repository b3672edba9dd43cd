// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/files.h: whole files, read and written in threads: the kernel has no other way that never
// blocks.
#ifndef PAWL_FILES_H
#define PAWL_FILES_H

#include <pawl/coro.h>

#include <string>

namespace pawl {

/// All bytes of a file.  Each of these throws std::system_error, which names the file.  A cancel
/// abandons the thread.
Coro<std::string> read_file(std::string path);

/// The file has these bytes afterwards; it is made when there is none.  A cancel, or an error, can
/// leave a part of them.
Coro<> write_file(std::string path, std::string data);
/// Adds bytes at its end.
Coro<> append_file(std::string path, std::string data);

/// The same as write_file(), but the file is the old one or the new one at any time, and for others
/// too: it is written beside it, and then takes its name.
Coro<> replace_file(std::string path, std::string data);

}  // namespace pawl

#endif  // PAWL_FILES_H
