// SPDX-License-Identifier: Apache-2.0
//
// The functions of librados that rados_cluster.cpp calls, under their own names: each finds the library's when it is
// first called. Linked in the ordinary way the library would cost every `sohoa`, with Ceph or without, 8 ms of start-up
// (it brings all of Ceph's common library along) and make librados2 a package that all need.
#include <dlfcn.h>
#include <rados/librados.h>

#include "storage/rados/librados_stubs.h"

namespace sohoa {
namespace {

void* Library() {
  static void* const library = dlopen("librados.so.2", RTLD_NOW | RTLD_LOCAL);
  return library;
}

template <typename Function>
Function* Find(const char* name) {
  return reinterpret_cast<Function*>(dlsym(Library(), name));
}

}  // namespace

bool HasLibrados() { return Library() != nullptr; }

}  // namespace sohoa

// Who calls these has seen HasLibrados().
#define SOHOA_FORWARD(RESULT, NAME, PARAMETERS, ARGUMENTS)                     \
  extern "C" RESULT NAME PARAMETERS {                                          \
    static auto* const function = sohoa::Find<RESULT PARAMETERS>(#NAME);       \
    return function ARGUMENTS;                                                 \
  }

SOHOA_FORWARD(int, rados_create, (rados_t* cluster, const char* id), (cluster, id))
SOHOA_FORWARD(int, rados_conf_read_file, (rados_t cluster, const char* path), (cluster, path))
SOHOA_FORWARD(int, rados_conf_set, (rados_t cluster, const char* option, const char* value), (cluster, option, value))
SOHOA_FORWARD(int, rados_connect, (rados_t cluster), (cluster))
SOHOA_FORWARD(void, rados_shutdown, (rados_t cluster), (cluster))
SOHOA_FORWARD(int, rados_wait_for_latest_osdmap, (rados_t cluster), (cluster))
SOHOA_FORWARD(int, rados_cluster_stat, (rados_t cluster, rados_cluster_stat_t* result), (cluster, result))
SOHOA_FORWARD(int, rados_getaddrs, (rados_t cluster, char** addresses), (cluster, addresses))
SOHOA_FORWARD(int, rados_blocklist_add, (rados_t cluster, char* address, uint32_t seconds), (cluster, address, seconds))
SOHOA_FORWARD(void, rados_buffer_free, (char* buffer), (buffer))
SOHOA_FORWARD(int, rados_ioctx_create, (rados_t cluster, const char* pool, rados_ioctx_t* io), (cluster, pool, io))
SOHOA_FORWARD(void, rados_ioctx_destroy, (rados_ioctx_t io), (io))
SOHOA_FORWARD(void, rados_ioctx_set_namespace, (rados_ioctx_t io, const char* name), (io, name))
SOHOA_FORWARD(void, rados_set_pool_full_try, (rados_ioctx_t io), (io))
SOHOA_FORWARD(int, rados_remove, (rados_ioctx_t io, const char* object), (io, object))
SOHOA_FORWARD(int, rados_stat, (rados_ioctx_t io, const char* object, uint64_t* size, time_t* time), (io, object, size, time))
SOHOA_FORWARD(int, rados_lock_exclusive,
              (rados_ioctx_t io, const char* object, const char* name, const char* cookie, const char* text, struct timeval* duration,
               uint8_t flags),
              (io, object, name, cookie, text, duration, flags))
SOHOA_FORWARD(int, rados_unlock, (rados_ioctx_t io, const char* object, const char* name, const char* cookie), (io, object, name, cookie))
SOHOA_FORWARD(int, rados_nobjects_list_open, (rados_ioctx_t io, rados_list_ctx_t* list), (io, list))
SOHOA_FORWARD(int, rados_nobjects_list_next2,
              (rados_list_ctx_t list, const char** entry, const char** key, const char** name_space, size_t* entry_size, size_t* key_size,
               size_t* name_space_size),
              (list, entry, key, name_space, entry_size, key_size, name_space_size))
SOHOA_FORWARD(void, rados_nobjects_list_close, (rados_list_ctx_t list), (list))
SOHOA_FORWARD(int, rados_aio_create_completion2, (void* argument, rados_callback_t complete, rados_completion_t* completion),
              (argument, complete, completion))
SOHOA_FORWARD(int, rados_aio_get_return_value, (rados_completion_t completion), (completion))
SOHOA_FORWARD(void, rados_aio_release, (rados_completion_t completion), (completion))
SOHOA_FORWARD(rados_write_op_t, rados_create_write_op, (), ())
SOHOA_FORWARD(void, rados_release_write_op, (rados_write_op_t op), (op))
SOHOA_FORWARD(void, rados_write_op_create, (rados_write_op_t op, int exclusive, const char* category), (op, exclusive, category))
SOHOA_FORWARD(void, rados_write_op_assert_exists, (rados_write_op_t op), (op))
SOHOA_FORWARD(void, rados_write_op_omap_cmp2,
              (rados_write_op_t op, const char* key, uint8_t comparison, const char* value, size_t key_size, size_t value_size, int* result),
              (op, key, comparison, value, key_size, value_size, result))
SOHOA_FORWARD(void, rados_write_op_write, (rados_write_op_t op, const char* bytes, size_t size, uint64_t offset), (op, bytes, size, offset))
SOHOA_FORWARD(void, rados_write_op_write_full, (rados_write_op_t op, const char* bytes, size_t size), (op, bytes, size))
SOHOA_FORWARD(void, rados_write_op_setxattr, (rados_write_op_t op, const char* name, const char* value, size_t size), (op, name, value, size))
SOHOA_FORWARD(void, rados_write_op_omap_set2,
              (rados_write_op_t op, char const* const* keys, char const* const* values, const size_t* key_sizes, const size_t* value_sizes,
               size_t count),
              (op, keys, values, key_sizes, value_sizes, count))
SOHOA_FORWARD(void, rados_write_op_omap_rm_keys2,
              (rados_write_op_t op, char const* const* keys, const size_t* key_sizes, size_t count), (op, keys, key_sizes, count))
SOHOA_FORWARD(int, rados_write_op_operate, (rados_write_op_t op, rados_ioctx_t io, const char* object, time_t* time, int flags),
              (op, io, object, time, flags))
SOHOA_FORWARD(int, rados_aio_write_op_operate,
              (rados_write_op_t op, rados_ioctx_t io, rados_completion_t completion, const char* object, time_t* time, int flags),
              (op, io, completion, object, time, flags))
SOHOA_FORWARD(rados_read_op_t, rados_create_read_op, (), ())
SOHOA_FORWARD(void, rados_release_read_op, (rados_read_op_t op), (op))
SOHOA_FORWARD(void, rados_read_op_stat, (rados_read_op_t op, uint64_t* size, time_t* time, int* result), (op, size, time, result))
SOHOA_FORWARD(void, rados_read_op_read,
              (rados_read_op_t op, uint64_t offset, size_t size, char* bytes, size_t* read, int* result),
              (op, offset, size, bytes, read, result))
SOHOA_FORWARD(void, rados_read_op_getxattrs, (rados_read_op_t op, rados_xattrs_iter_t* list, int* result), (op, list, result))
SOHOA_FORWARD(int, rados_getxattrs_next, (rados_xattrs_iter_t list, const char** name, const char** value, size_t* size),
              (list, name, value, size))
SOHOA_FORWARD(void, rados_getxattrs_end, (rados_xattrs_iter_t list), (list))
SOHOA_FORWARD(void, rados_read_op_omap_get_vals2,
              (rados_read_op_t op, const char* after, const char* prefix, uint64_t most, rados_omap_iter_t* list, unsigned char* more,
               int* result),
              (op, after, prefix, most, list, more, result))
SOHOA_FORWARD(int, rados_omap_get_next2, (rados_omap_iter_t list, char** key, char** value, size_t* key_size, size_t* value_size),
              (list, key, value, key_size, value_size))
SOHOA_FORWARD(void, rados_omap_get_end, (rados_omap_iter_t list), (list))
SOHOA_FORWARD(int, rados_read_op_operate, (rados_read_op_t op, rados_ioctx_t io, const char* object, int flags), (op, io, object, flags))
