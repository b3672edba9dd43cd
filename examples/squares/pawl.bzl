"""Sources with async functions, lowered before they are compiled."""

def _lower_impl(ctx):
    headers = ctx.files.hdrs + [
        header
        for dep in ctx.attr.deps
        for header in dep[CcInfo].compilation_context.headers.to_list()
    ]
    folders = [
        "-I" + folder
        for dep in ctx.attr.deps
        for folder in dep[CcInfo].compilation_context.includes.to_list()
    ]
    outputs = []
    for source in ctx.files.srcs:
        output = ctx.actions.declare_file(source.basename[:-len(source.extension)] + "lowered.cpp")
        ctx.actions.run(
            executable = ctx.attr.pawl,
            arguments = ["lower", source.path, "-o", output.path, "--"] + ctx.attr.copts + folders +
                        ["-iquote."],
            inputs = [source] + headers,
            outputs = [output],
            mnemonic = "PawlLower",
            use_default_shell_env = True,
        )
        outputs.append(output)
    return [DefaultInfo(files = depset(outputs))]

_lower = rule(
    implementation = _lower_impl,
    attrs = {
        "srcs": attr.label_list(allow_files = [".cpp", ".cc"]),
        "hdrs": attr.label_list(allow_files = True),
        "deps": attr.label_list(providers = [CcInfo]),
        "copts": attr.string_list(),
        "pawl": attr.string(),
    },
)

def _async(rule, name, srcs, hdrs = [], deps = [], copts = ["-std=c++17"], pawl = "/usr/bin/pawl", **kwargs):
    deps = deps + ["@pawl//:runtime"]
    _lower(name = name + "_lowered", srcs = srcs, hdrs = hdrs, deps = deps, copts = copts, pawl = pawl)
    rule(name = name, srcs = [name + "_lowered"], deps = deps, copts = copts + ["-iquote."], **kwargs)

def async_cc_library(name, hdrs = [], **kwargs):
    """As cc_library; the sources may use async and await, and see `hdrs` and what `deps` have."""
    native.cc_library(name = name + "_headers", hdrs = hdrs)
    _async(native.cc_library, name, hdrs = hdrs, **kwargs)

def async_cc_binary(name, hdrs = [], **kwargs):
    """As cc_binary; the sources may use async and await, and see `hdrs` and what `deps` have."""
    _async(native.cc_binary, name, hdrs = hdrs, **kwargs)
