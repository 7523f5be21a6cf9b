package sdktest
