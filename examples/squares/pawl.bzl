"""Sources with async functions, lowered before they are compiled."""

def _lower_impl(ctx):
    headers = ctx.attr.headers[CcInfo].compilation_context
    flags = ctx.attr.copts + ["-D" + define for define in headers.defines.to_list()]
    for option, folders in [
        ("-iquote", headers.quote_includes),
        ("-I", headers.includes),
        ("-isystem", headers.system_includes),
    ]:
        for folder in folders.to_list():
            flags += [option, folder]
    outputs = []
    for source in ctx.files.srcs:
        name = source.owner.name if source.is_source else source.basename
        output = ctx.actions.declare_file(ctx.label.name + "/" + name[:-len(source.extension)] + "lowered.cpp")
        ctx.actions.run(
            executable = ctx.executable._pawl,
            arguments = ["lower", source.path, "-o", output.path, "--"] + flags,
            inputs = depset([source], transitive = [headers.headers]),
            tools = [ctx.file._lowerer],
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
        "headers": attr.label(providers = [CcInfo]),
        "copts": attr.string_list(),
        "_pawl": attr.label(
            default = "@pawl//:bin/pawl",
            allow_single_file = True,
            executable = True,
            cfg = "exec",
        ),
        "_lowerer": attr.label(default = "@pawl//:libexec/pawl/pawl-lower", allow_single_file = True),
    },
)

# What of a rule's attributes is of its headers.
_OF_HEADERS = ["defines", "hdrs", "include_prefix", "includes", "strip_include_prefix"]

def _async(rule, name, srcs = [], deps = [], copts = ["-std=c++17"], local_defines = [], testonly = False, **kwargs):
    headers = name + "_headers"
    of_headers = {key: kwargs.pop(key) for key in _OF_HEADERS if key in kwargs}
    native.cc_library(name = headers, deps = deps + ["@pawl//:runtime"], testonly = testonly, **of_headers)
    copts = copts + ["-D" + define for define in local_defines]
    if srcs:
        _lower(name = name + "_lowered", srcs = srcs, headers = headers, copts = copts, testonly = testonly)

    # What the lowered text includes is beside the source.
    repository = native.repository_name().lstrip("@")
    folder = ("external/" + repository + "/" if repository else "./") + native.package_name()
    rule(
        name = name,
        srcs = [name + "_lowered"] if srcs else [],
        deps = [headers],
        copts = copts + ["-iquote", folder],
        testonly = testonly,
        **kwargs
    )

def async_cc_library(name, **kwargs):
    """As cc_library; the sources may use async and await, and see `hdrs` and what `deps` have."""
    _async(native.cc_library, name, **kwargs)

def async_cc_binary(name, **kwargs):
    """As cc_binary; the sources may use async and await, and see `hdrs` and what `deps` have."""
    _async(native.cc_binary, name, **kwargs)

def async_cc_test(name, **kwargs):
    """As cc_test; the sources may use async and await, and see `hdrs` and what `deps` have."""
    _async(native.cc_test, name, testonly = True, **kwargs)
